"""Feeds of one file: downloaded where a lasting address is known, else a person is told where to look."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest

from pipelines.contract.feed import Column, Feed, Layout
from pipelines.errors import ConfigurationError, FetchError
from pipelines.ingest.fetch.download import FetchContext
from pipelines.ingest.fetch.published import fetch_file, lasting_address, where_to_get
from tests.pipelines.ingest.fetch.conftest import HASTY, cut_after

TEXT = "Force,Count\nKent,5\n"


def feed(fetch_from):
    """A feed of counts by force."""
    columns = (Column("force_name", ("Force",)), Column("call_count", ("Count",), type="bigint"))
    return Feed(
        "calls", "Calls", "Home Office", "Analyst", "annual", 90,
        (Layout("calls", columns, file_patterns=(r".*\.csv",)),), "OGL", fetch_from=fetch_from,
    )  # fmt: skip


@pytest.fixture
def context(tmp_path):
    """Where files go."""
    return FetchContext(
        tmp_path / "landing", tmp_path / "downloads", dt.date(2026, 11, 22), "", HASTY
    )


def test_a_file_at_a_lasting_address_goes_into_the_landing_of_its_feed(publisher, context):
    url = publisher.serve("/open/calls by force.csv", TEXT.encode(), kind="text/csv")
    publisher.files["/open/calls%20by%20force.csv"] = publisher.files["/open/calls by force.csv"]
    publisher.manners[:] = [cut_after(5)]
    done = fetch_file(feed(url.replace(" ", "%20")), context)
    (one,) = done.received
    assert (one.feed_id, one.target) == ("calls", "landing/calls/calls by force.csv")
    assert (context.site_landing / "calls" / "calls by force.csv").read_text() == TEXT
    assert [path.suffix for path in (context.downloads / "calls").iterdir()] == [".lock"]


def test_a_zip_is_proved_before_it_is_taken(publisher, context):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("calls.csv", TEXT)
    fetch_file(feed(publisher.serve("/calls.zip", out.getvalue())), context)
    assert (context.site_landing / "calls" / "calls.zip").read_bytes() == out.getvalue()
    broken = out.getvalue().replace(b"Kent,5", b"Kent,6")
    with pytest.raises(FetchError, match=r"calls\.csv in the zip does not have its checksum"):
        fetch_file(feed(publisher.serve("/broken.zip", broken)), context)
    with pytest.raises(FetchError, match="what came is not a zip or a workbook"):
        fetch_file(feed(publisher.serve("/words.xlsx", b"words")), context)


def test_a_file_that_is_no_longer_of_the_feeds_layout_is_listed_and_not_taken(publisher, context):
    url = publisher.serve("/calls.csv", b"Area,Number\nKent,5\n", kind="text/csv")
    (one,) = fetch_file(feed(url), context).received
    assert one.feed_id is None
    assert one.reason == "its name and header are those of no feed."
    assert not (context.site_landing / "calls").exists()


def test_a_mirror_takes_the_place_of_the_publishers_host(publisher, context):
    publisher.serve("/mirror/open/calls.csv", TEXT.encode())
    there = feed("https://publisher.invalid/open/calls.csv")
    done = fetch_file(there, context, f"{publisher.address}/mirror/")
    assert done.received[0].feed_id == "calls"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://host.uk/open/data.csv", "https://host.uk/open/data.csv"),
        ("The workbook https://host.uk/a/Tables.XLSX.", "https://host.uk/a/Tables.XLSX"),
        ("https://host.uk/page (choose a year: https://host.uk/y/2019.zip)", "https://host.uk/y/2019.zip"),
        ("https://host.uk/statistics/quarterly", ""),
        ("https://host.uk/download?file=data.csv", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_the_address_of_a_file_is_a_lasting_one(said, address):
    assert lasting_address(feed(said)) == address


def test_where_no_file_can_be_downloaded_a_person_is_told_where_to_look(context):
    page = feed("https://host.uk/statistics")
    with pytest.raises(ConfigurationError) as refused:
        fetch_file(page, context)
    assert refused.value.exit_status == 2
    assert "Its files are at https://host.uk/statistics. Save the file" in str(refused.value)
    assert str(refused.value).endswith("pcplan receive FILE --feed calls")
    assert "They come from Home Office; its contract names no address." in where_to_get(feed(""))
