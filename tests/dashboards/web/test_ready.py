"""What was answered once is answered again without Flask, to the letter and no longer than it holds."""

import datetime as dt
import gc
import weakref
from types import SimpleNamespace

import pytest

from dashboards.web.app import create_app
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
    assert (second.status, second.headers, second.data) == (first.status, first.headers, first.data)
    assert len(counted.asked) == (2 if first.status_code == 404 else 1)


def test_each_address_host_and_encoding_has_its_own_answer(counted):
    client = counted()
    client.get("/", headers=GZIP)
    for path, headers in (
        ("/?x=1", GZIP), ("/", {}), ("/", GZIP | {"Host": "localhost:8050"}), ("/grants", GZIP)
    ):  # fmt: skip
        counted.asked.clear()
        assert client.get(path, headers=headers).status_code == 200
        assert counted.asked, (path, headers)
    assert client.get("/", headers=GZIP | {"Host": "evil.example"}).status_code == 400


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


def test_answers_of_a_snapshot_that_is_gone_are_let_go(counted):
    client = counted()
    client.get("/")
    library = client.application.extensions["library"].of("board")
    (kept,) = map(weakref.ref, library._pages.values())
    library.doubt()
    gc.collect()
    assert kept() is None
