"""A download ends with the publisher's bytes, whole, or with none at all and a sentence."""

import hashlib
import random
import zipfile
from io import BytesIO

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import BusyError, ConfigurationError, FetchError
from pipelines.ingest.fetch.download import Order, download
from pipelines.ingest.fetch.request import NotThereError, RetryPolicy
from tests.pipelines.ingest.fetch.conftest import (
    HASTY,
    answer,
    cut_after,
    stall_after,
    status,
    with_headers,
    without_ranges,
)

BODY = random.Random(3).randbytes(50_000)


@pytest.fixture
def fetch(publisher, tmp_path):
    """Download /file.bin; return the bytes that stand in its place."""

    def fetch(body=BODY, *manners, retry_policy=HASTY, served=None, **order):
        url = publisher.serve("/file.bin", body, **(served or {}))
        publisher.manners[:] = manners
        return download(Order(url, tmp_path / "file.bin", **order), retry_policy).read_bytes()

    return fetch


def left(tmp_path):
    """Names of what a download left behind, its lock aside."""
    return sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock"))


def test_a_file_is_downloaded_whole_and_nothing_else_stays(fetch, tmp_path):
    assert fetch() == BODY
    assert left(tmp_path) == ["file.bin"]


def test_a_connection_that_breaks_goes_on_from_the_byte_it_stopped_at(fetch, publisher):
    assert fetch(BODY, cut_after(20_000), cut_after(10_000)) == BODY
    assert publisher.asked == [
        ("/file.bin", None, None),
        ("/file.bin", "bytes=20000-", '"edition-1"'),
        ("/file.bin", "bytes=30000-", '"edition-1"'),
    ]


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_a_server_in_trouble_is_asked_again(fetch, publisher, code):
    assert fetch(BODY, status(code, Retry_After="0"), status(code)) == BODY
    assert len(publisher.asked) == 3


def test_a_server_that_falls_silent_is_left_and_asked_for_the_rest(fetch, publisher):
    assert fetch(BODY, stall_after(30_000)) == BODY
    assert publisher.asked[1][1] == "bytes=30000-"


def test_a_server_that_knows_no_ranges_is_read_from_the_start(fetch):
    assert fetch(BODY, cut_after(20_000), without_ranges) == BODY


def test_a_file_that_changed_meanwhile_is_taken_anew_never_joined(fetch, publisher):
    later = bytes(reversed(BODY))

    def change(handler, served):
        cut_after(20_000)(handler, served)
        served.body, served.etag = later, '"edition-2"'

    assert fetch(BODY, change) == later
    assert [asked[1] for asked in publisher.asked] == [None, "bytes=20000-"]


def test_a_rest_of_another_edition_is_not_joined_though_the_server_sends_it(fetch):
    wrong = with_headers(ETag='"edition-2"')
    assert fetch(BODY, cut_after(20_000), wrong) == BODY


def test_a_rest_that_begins_elsewhere_is_not_joined(fetch):
    wrong = with_headers(Content_Range=f"bytes 19999-{len(BODY) - 1}/{len(BODY)}")
    assert fetch(BODY, cut_after(20_000), wrong) == BODY


@pytest.mark.parametrize(
    ("served", "again"),
    [
        ({"etag": ""}, "bytes=20000-"),  # the date of change tells the edition
        ({"etag": 'W/"weak"'}, "bytes=20000-"),  # a weak tag does not, but the date does
        ({"etag": "", "last_modified": ""}, None),  # nothing does: from the start
    ],
)
def test_only_what_can_be_told_to_be_the_same_is_continued(fetch, publisher, served, again):
    assert fetch(BODY, cut_after(20_000), served=served) == BODY
    assert publisher.asked[1][1] == again


def test_a_download_that_gives_up_says_how_far_it_came_and_the_next_goes_on(fetch, publisher):
    with pytest.raises(FetchError, match="20,000 bytes are kept: run the same again") as stopped:
        fetch(BODY, cut_after(20_000), status(500), status(500), status(500), status(500))
    assert stopped.value.exit_status == 3
    assert "500 Internal Server Error" in str(stopped.value)
    publisher.asked.clear()
    assert fetch() == BODY
    assert publisher.asked == [("/file.bin", "bytes=20000-", '"edition-1"')]


def test_a_server_that_promises_more_than_it_sends_is_not_believed(fetch, tmp_path):
    short = with_headers(Content_Length="60000")
    with pytest.raises(
        FetchError, match=r"is not as long as it was when we began\. It was begun 3"
    ):
        fetch(BODY, *[short] * 12)
    assert left(tmp_path) == []


def test_a_zip_that_came_short_is_begun_again_and_then_refused(fetch, publisher, tmp_path):
    def proof(path):
        return "" if zipfile.is_zipfile(path) else "what came is not a whole zip."

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2019-10/2019-10-kent-street.csv", "Crime ID,Month\n")
    body = packed.getvalue()
    shorter = with_headers(Content_Length=str(len(body) - 10))
    assert fetch(body, shorter, proof=proof) == body
    (tmp_path / "file.bin").unlink()
    with pytest.raises(FetchError, match=r"not a whole zip\. It was begun 3 times"):
        fetch(body, shorter, shorter, shorter, proof=proof)
    assert left(tmp_path) == []


def test_the_checksum_the_publisher_lists_must_be_that_of_the_file(fetch, tmp_path):
    assert fetch(md5=hashlib.md5(BODY).hexdigest().upper()) == BODY
    (tmp_path / "file.bin").unlink()
    with pytest.raises(FetchError, match=r"its MD5 is .*, the publisher lists 0000"):
        fetch(md5="0" * 32)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html><title>Moved</title>", "application/zip"),
        (b"\xef\xbb\xbf\n <html><body>Sign in</body></html>", "text/csv"),
        (b"Sorry, that page has gone.", "text/html; charset=utf-8"),
    ],
)
def test_a_web_page_is_refused_at_once(fetch, publisher, tmp_path, body, kind):
    with pytest.raises(FetchError, match="is a web page, not a file of data"):
        fetch(body, served={"kind": kind})
    assert len(publisher.asked) == 1
    assert left(tmp_path) == []


def test_a_file_that_is_not_there_is_not_asked_for_again(publisher, tmp_path):
    with pytest.raises(NotThereError, match="404 Not Found: there is no such file"):
        download(Order(f"{publisher.address}/gone.zip", tmp_path / "gone.zip"), HASTY)


def test_a_door_that_is_shut_is_said_to_be_shut(fetch, publisher):
    with pytest.raises(FetchError, match="403 Forbidden: it does not let us in"):
        fetch(BODY, status(403))
    assert len(publisher.asked) == 1


def test_a_redirect_on_the_web_is_followed_and_the_rest_is_asked_for_there(fetch, publisher):
    publisher.serve("/store/file.bin", BODY)
    moved = status(302, Location="/store/file.bin")
    assert fetch(BODY, moved, cut_after(20_000), moved, answer) == BODY
    assert publisher.asked[-1] == ("/store/file.bin", "bytes=20000-", '"edition-1"')


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "which is not of the web"),
        ("ftp://127.0.0.1/file.bin", "which is not of the web"),
        ("/file.bin", "without end"),
    ],
)
def test_a_redirect_that_leads_off_the_web_or_round_in_circles_is_not_followed(
    fetch, tmp_path, target, said
):
    with pytest.raises(FetchError, match=said):
        fetch(BODY, *[status(302, Location=target)] * 10)
    assert left(tmp_path) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/a.zip", "data.zip", "http://"])
def test_only_addresses_of_the_web_are_asked(tmp_path, url):
    with pytest.raises(ConfigurationError, match="is not a web address"):
        download(Order(url, tmp_path / "a.zip"), HASTY)


def test_a_host_that_is_not_there_is_tried_and_then_told(tmp_path, publisher):
    publisher.shutdown()
    publisher.server_close()
    said = []
    order = Order(f"{publisher.address}/a.zip", tmp_path / "a.zip")
    with pytest.raises(FetchError, match=r"cannot be reached .* Nothing came; try later"):
        download(order, HASTY, tell=said.append)
    assert len(said) == 3
    assert "Trying again" in said[0]


def test_a_file_larger_than_the_disk_is_not_begun(fetch, publisher):
    huge = with_headers(Content_Length=str(10**15))
    with pytest.raises(
        FetchError, match=r"bytes free, and 1,000,000,000,000,000 are still to come"
    ):
        fetch(BODY, huge)
    assert len(publisher.asked) == 1


def test_two_downloads_of_one_file_do_not_write_into_each_other(fetch, tmp_path):
    with FileLock(tmp_path / ".file.bin.lock"), pytest.raises(BusyError) as busy:
        fetch()
    assert busy.value.exit_status == 75


def test_progress_ends_at_the_length_of_the_file(publisher, tmp_path):
    seen = []
    url = publisher.serve("/file.bin", BODY)
    publisher.manners[:] = [cut_after(20_000)]
    download(Order(url, tmp_path / "f"), HASTY, progress=lambda *step: seen.append(step))
    assert seen[-1] == (50_000, 50_000)
    assert seen == sorted(seen)


def test_pauses_double_with_chance_in_them_and_never_pass_the_longest():
    retry_policy = RetryPolicy(first_wait=1, longest_wait=10)
    for failures, full in ((1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (50, 10)):
        drawn = {retry_policy.pause(failures) for _ in range(50)}
        assert full / 2 <= min(drawn) and max(drawn) <= full
        assert len(drawn) > 1
    assert retry_policy.pause(1, asked=7) == 7
    assert retry_policy.pause(1, asked=3600) == 10


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(0, 3_000), max_size=5), ranges=st.booleans())
def test_wherever_the_line_breaks_the_bytes_are_the_publishers(fetch, tmp_path, cuts, ranges):
    body = BODY[:3_000]
    manners = [cut_after(cut) for cut in cuts]
    if not ranges:
        manners.append(without_ranges)
    assert (
        fetch(body, *manners, retry_policy=RetryPolicy(attempts=9, first_wait=0, worth_it=1))
        == body
    )
    (tmp_path / "file.bin").unlink()
