"""Receiving: a folder of mixed files goes where it belongs; the rest is listed with a reason."""

import gzip
import zipfile

import pytest

from pipelines import assemble
from pipelines.errors import ConfigurationError
from pipelines.ingest.receive import receive

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
    ",2019-10,Kent Police,Kent Police,0.1,51.2,On or near A Street,E01024005,Kent 001A,"
    "Anti-social behaviour,,\n"
)
DEMAND = "date,area_code,demand_type,count\n2019-10-01,E23000023,incident,5\n"


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def take(tmp_path, inbox):
    """Receive the inbox; return each file's feed, target and reason by its name."""

    def take(only=None):
        feeds = assemble.feeds()
        chosen = next((feed for feed in feeds if feed.feed_id == only), None)
        found = receive([inbox], tmp_path / "landing", feeds, only=chosen)
        return {one.source: (one.feed_id, one.target, one.reason) for one in found}

    return take


def test_each_file_is_recognised_and_keeps_its_name_and_folders(inbox, take, tmp_path):
    (inbox / "2019-10").mkdir()
    (inbox / "2019-10" / "2019-10-kent-street.csv").write_text(STREET)
    (inbox / "any name.csv").write_text(DEMAND)
    found = take()
    assert found["2019-10/2019-10-kent-street.csv"][:2] == (
        "police_uk_street",
        "landing/police_uk_street/2019-10/2019-10-kent-street.csv",
    )
    assert found["any name.csv"][:2] == ("police_demand", "landing/police_demand/any name.csv")
    assert (tmp_path / "landing" / "police_demand" / "any name.csv").read_text() == DEMAND


def test_what_is_not_recognised_is_listed_with_the_nearest_feed_and_the_reason(inbox, take):
    (inbox / "2019-10-kent-street.csv").write_text(STREET.replace("Falls within", "Force"))
    (inbox / "2019-10-essex-street.csv").write_text("Some,Other\n1,2\n")
    (inbox / "shopping.csv").write_text("milk,eggs\n1,2\n")
    (inbox / "empty.csv").write_text("")
    (inbox / "half.csv.part").write_text(STREET)
    (inbox / "LICENSE").write_text("MIT")
    found = take()
    assert all(feed is None for feed, _, _ in found.values())
    assert (
        found["2019-10-kent-street.csv"][2]
        == "it is nearest to police_uk_street, but line 1: missing 'Falls within'."
    )
    assert found["2019-10-essex-street.csv"][2] == (
        "it is named like police_uk_street, but line 1: missing 'Crime ID'; missing 'Month'; "
        "missing 'Reported by'; missing 'Falls within' and 6 more."
    )
    assert found["shopping.csv"][2] == "its name and header are those of no feed."
    assert "empty" in found["empty.csv"][2]
    assert "still arriving" in found["half.csv.part"][2]
    assert "note that came with the data" in found["LICENSE"][2]


def test_receiving_the_same_again_changes_nothing(inbox, take, tmp_path):
    (inbox / "demand.csv").write_text(DEMAND)
    take()
    assert take()["demand.csv"] == (
        "police_demand",
        "landing/police_demand/demand.csv",
        "already there",
    )
    assert len(list((tmp_path / "landing").rglob("*.csv"))) == 1


def test_a_different_file_of_the_same_name_is_put_beside_never_over(inbox, take, tmp_path):
    (inbox / "demand.csv").write_text(DEMAND)
    take()
    (inbox / "demand.csv").write_text(DEMAND.replace(",5", ",6"))
    assert take()["demand.csv"][1] == "landing/police_demand/demand (2).csv"
    assert (tmp_path / "landing/police_demand/demand.csv").read_text() == DEMAND


def test_a_zip_of_one_feed_is_copied_whole(inbox, take, tmp_path):
    with zipfile.ZipFile(inbox / "archive.zip", "w") as archive:
        archive.writestr("2019-10/2019-10-kent-street.csv", STREET)
        archive.writestr("2019-11/2019-11-kent-street.csv", STREET.replace("2019-10", "2019-11"))
    assert take()["archive.zip"][1] == "landing/police_uk_street/archive.zip"
    assert (tmp_path / "landing/police_uk_street/archive.zip").is_file()


def test_a_zip_of_several_feeds_is_unpacked_by_feed(inbox, take, tmp_path):
    with zipfile.ZipFile(inbox / "all.zip", "w") as archive:
        archive.writestr("2019-10/2019-10-kent-street.csv", STREET)
        archive.writestr("demand.csv", DEMAND)
        archive.writestr("../../escape.csv", DEMAND)
        archive.writestr("shopping.csv", "milk\n1\n")
    found = take()
    landing = tmp_path / "landing"
    assert (landing / "police_uk_street/all/2019-10/2019-10-kent-street.csv").is_file()
    assert (landing / "police_demand/all/demand.csv").read_text() == DEMAND
    assert found["all.zip!../../escape.csv"][2].startswith("its path leads out of the zip")
    assert found["all.zip!shopping.csv"][0] is None
    assert {path.name for path in tmp_path.rglob("escape.csv")} == set()


def test_a_gz_is_recognised_by_what_it_holds(inbox, take):
    (inbox / "2019-10-kent-street.csv.gz").write_bytes(gzip.compress(STREET.encode()))
    assert take()["2019-10-kent-street.csv.gz"][0] == "police_uk_street"


def test_a_broken_zip_is_listed(inbox, take):
    (inbox / "a.zip").write_bytes(b"PK\x03\x04")
    ((feed, _, reason),) = take().values()
    assert feed is None
    assert "cannot be opened" in reason


def test_a_feed_named_by_the_officer_takes_any_file(inbox, take):
    (inbox / "empty.csv").write_text("")
    assert take(only="police_demand")["empty.csv"][0] == "police_demand"


def test_a_path_that_does_not_exist_is_an_error_in_words(tmp_path):
    with pytest.raises(ConfigurationError, match="does not exist"):
        receive([tmp_path / "nowhere"], tmp_path / "landing", [])
