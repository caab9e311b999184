"""A page is made once, sent again without Flask to the letter, and kept no longer than it holds."""

import datetime as dt
import gc
import weakref
from types import SimpleNamespace

import pytest

from dashboards.login.people import Person
from dashboards.pages.reader import PageSource
from dashboards.web.app import create_app
from dashboards.web.page_cache import Page, PageCache
from dashboards.web.services import EXTENSION
from dashboards.written import Writings

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def counted(snapshot_tables, publish):
    """Make an application and count what reaches Flask."""
    folder = publish(snapshot_tables)

    def make(audience="board", **more):
        app = create_app(folder, audience, lambda: days[0], **more)
        app.before_request(lambda: asked.append(1))
        return app.test_client(use_cookies=False)

    asked, days = [], [dt.date(2019, 12, 18)]
    make.asked, make.days = asked, days
    return make


@pytest.mark.parametrize("path", ["/", "/measures?q=hub", "/api/v1/measures", "/measures/nothing"])
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_the_second_answer_is_the_first_to_the_letter(counted, path, headers):
    client = counted()
    first = client.get(path, headers=headers)
    second = client.get(path, headers=headers)
    for answer in (first, second):
        answer.headers.pop("Date", None)  # each is sent at its own time; the server says when
    assert (second.status, second.headers, second.data) == (first.status, first.headers, first.data)
    assert len(counted.asked) == (2 if first.status_code == 404 else 1)


def test_each_address_and_encoding_has_its_own_answer_and_no_other_host_has_one(counted):
    client = counted()
    first = client.get("/", headers=GZIP)
    assert client.get("/grants", headers=GZIP).data != first.data
    assert "Content-Encoding" not in client.get("/").headers
    for path, headers in (("/", GZIP | {"Host": "localhost:8050"}), ("/?x=1", GZIP), ("/", GZIP)):
        assert client.get(path, headers=headers).data == first.data
    assert client.get("/", headers=GZIP | {"Host": "evil.example"}).status_code == 400


def test_what_an_address_asks_beyond_what_its_page_knows_is_no_page_of_its_own(counted):
    client = counted()
    for path in ("/measures?show=&q=hub", "/measures?q=hub&x=1", "/measures?q=hub"):
        client.get(path)
    pages = client.application.extensions[EXTENSION].pages
    assert len(pages._pages) == 1


def test_a_path_is_never_taken_for_a_question(counted):
    client = counted()
    assert client.get("/measures?q=hub").status_code == 200
    assert client.get("/measures%3Fq=hub").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False)],
)
def test_a_browser_that_refuses_gzip_is_sent_none(counted, accepted, is_compressed):
    client = counted()
    for _ in range(2):
        sent = client.get("/", headers={"Accept-Encoding": accepted})
        assert (sent.headers.get("Content-Encoding") == "gzip") == is_compressed


@pytest.mark.parametrize(
    "headers", [{"Cookie": "a=b"}, {"If-None-Match": '"x"'}, {"Range": "bytes=0-1"}]
)
def test_a_request_that_asks_more_is_answered_by_flask(counted, headers):
    client = counted()
    client.get("/")
    client.get("/", headers=headers)
    client.head("/")
    assert len(counted.asked) == 3


def test_what_has_changed_is_made_anew(counted, snapshot_tables, publish):
    client = counted()
    before = client.get("/").text
    counted.days[0] = dt.date(2019, 12, 28)
    assert client.get("/").text != before
    counted.days[0] = dt.date(2019, 12, 18)
    assert client.get("/").text == before
    publish(snapshot_tables, "20191221T023000Z-next")
    assert "20191221T023000Z-next" in client.get("/").text


def test_what_people_write_shows_at_the_next_request(counted):
    versions = [Writings(version="1")]
    client = counted(written=SimpleNamespace(writings=lambda: versions[0]))
    for version in ("2", "3"):
        client.get("/")
        counted.asked.clear()
        client.get("/")
        assert counted.asked == []
        versions[0] = Writings(version=version)
        client.get("/")
        assert counted.asked == [1]


def test_a_day_that_cannot_be_told_is_said_in_a_page_of_ours(counted):
    client = counted()
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/").status_code == 200
    counted.days.clear()
    refused = client.get("/")
    assert refused.status_code == 500
    assert "Something went wrong here" in refused.text


def test_what_is_taken_away_is_entered_each_time(counted):
    entered = []
    client = counted(record=lambda action, person, **details: entered.append(action))
    for _ in range(3):
        assert client.get("/measures/prosecution_possible_rate.csv").status_code == 200
    assert entered == ["export"] * 3


def test_restricted_figures_pass_the_audit_log_each_time(counted):
    client = counted("restricted")
    for _ in range(3):
        assert client.get("/").status_code == 200
    assert len(counted.asked) == 3


def test_pages_of_a_snapshot_that_is_gone_are_let_go(counted, snapshot_tables, publish):
    client = counted()
    client.get("/")
    pages = client.application.extensions[EXTENSION].pages
    (kept,) = map(weakref.ref, pages._pages.values())
    publish(snapshot_tables, "20191221T023000Z-next")
    client.get("/grants")
    gc.collect()
    assert kept() is None


def test_readers_of_two_audiences_are_sent_two_pages_of_one_address(published_folder):
    app = create_app(published_folder, officer=Person("Ann", "", frozenset({"analyst"})))
    services, client = app.extensions[EXTENSION], app.test_client()
    restricted = client.get("/quality").text
    services.officer = Person("Bob", "", frozenset({"viewer"}))
    board = client.get("/quality").text
    assert "31/02/2019" in restricted and "31/02/2019" not in board
    assert {"/quality"} == services.pages.paths("restricted") == services.pages.paths("board")


SOURCE = PageSource("board", "20191218T023000Z-test", dt.date(2019, 12, 18), "", "", False)


def page_of(text):
    """A page as it is kept."""
    return Page.of(text, "text/plain")


def test_a_page_is_made_once_however_often_it_is_asked_for(counted):
    client = counted()
    made = [client.get("/measures", headers=headers).data for headers in ({}, GZIP, {}, GZIP)]
    assert made[0] == made[2] and made[1] == made[3]
    assert len(client.application.extensions[EXTENSION].pages._pages) == 1


def test_the_pages_asked_for_longest_ago_make_room_for_new_ones():
    size = len(page_of("a").compressed)
    cache = PageCache(2 * size)
    assert cache.get(SOURCE, ("/a", "")) is None
    for name in "ab":
        cache.keep(SOURCE, (f"/{name}", ""), page_of(name))
    assert cache.get(SOURCE, ("/a", "")).body(is_compressed=False) == b"a"
    cache.keep(SOURCE, ("/c", ""), page_of("c"))
    assert cache.paths("board") == {"/a", "/c"}


def test_a_page_larger_than_all_the_room_is_sent_and_not_kept():
    cache = PageCache(10)
    cache.get(SOURCE, ("/a", ""))
    cache.keep(SOURCE, ("/a", ""), page_of("a"))
    assert cache.paths("board") == set()


def test_a_page_made_from_what_is_no_longer_read_is_not_kept():
    cache, later = PageCache(), SOURCE._replace(written="2")
    for source in (SOURCE, later):
        cache.get(source, ("/a", ""))
    cache.keep(SOURCE, ("/a", ""), page_of("a"))
    assert cache.get(later, ("/a", "")) is None and cache.paths("board") == set()
