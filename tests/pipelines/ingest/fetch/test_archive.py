"""The street archive: months and forces asked for go into landing, by feed, and nothing else does."""

import datetime as dt
import hashlib
import re
import zipfile
from io import BytesIO

import pytest

from pipelines import assemble
from pipelines.errors import ConfigurationError, FetchError
from pipelines.ingest.fetch import archive
from pipelines.ingest.fetch.archive import Selection, listed_md5, months_between, publisher_names
from pipelines.ingest.fetch.download import FetchContext
from tests.conftest import ROOT
from tests.pipelines.ingest.fetch.conftest import HASTY, cut_after, status, with_headers

PLACE = "Kent Police,Kent Police,0.1,51.2,On or near A Street,E01024005,Kent 001A"
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
    ",{month}," + PLACE + ",Anti-social behaviour,,\n"
)
OUTCOMES = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Outcome type\n"
    "ab12,{month}," + PLACE + ",Offender charged\n"
)
KINDS = {"street": STREET, "outcomes": OUTCOMES}


def name(month, force, kind):
    """A file's path in the archive, as the publisher has it."""
    return f"{month}/{month}-{force}-{kind}.csv"


def packed(months, forces=("kent", "avon-and-somerset"), more=()):
    """An archive in the publisher's layout."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for month in months:
            for force in forces:
                for kind, text in KINDS.items():
                    held.writestr(name(month, force, kind), text.format(month=month))
        for path, text in more:
            held.writestr(path, text)
    return out.getvalue()


@pytest.fixture
def feeds():
    """The feeds of the archive that ship."""
    return tuple(feed for feed in assemble.feeds() if archive.holds(feed))


@pytest.fixture
def fetch(publisher, tmp_path, feeds):
    """Fetch months of a force; return what came of it."""

    def fetch(first, last, *forces, folder="/data/archive", wanted=feeds):
        context = FetchContext(
            tmp_path / "landing",
            tmp_path / "downloads",
            dt.date(2026, 11, 22),
            publisher.address + folder,
            HASTY,
        )
        return archive.fetch_archive(
            Selection(months_between(first, last), forces, wanted), context
        )

    return fetch


def landed(tmp_path):
    """Paths under landing."""
    folder = tmp_path / "landing"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def downloads(tmp_path):
    """What is left where zips are downloaded to, locks aside."""
    return [p.name for p in (tmp_path / "downloads").rglob("*") if p.suffix != ".lock"]


def test_the_months_and_force_asked_for_go_into_landing_by_feed(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-10", "2019-11", "2019-12"]))
    done = fetch("2019-11", "2019-12", "kent")
    assert landed(tmp_path) == [
        "police_uk_outcomes/2019-11/2019-11-kent-outcomes.csv",
        "police_uk_outcomes/2019-12/2019-12-kent-outcomes.csv",
        "police_uk_street/2019-11/2019-11-kent-street.csv",
        "police_uk_street/2019-12/2019-12-kent-street.csv",
    ]
    text = (tmp_path / "landing/police_uk_street/2019-11/2019-11-kent-street.csv").read_text()
    assert text == STREET.format(month="2019-11")
    assert len(done.received) == 4
    assert done.lacking == []
    assert downloads(tmp_path) == []


def test_a_force_whose_name_has_hyphens_is_told_from_the_kind_of_file(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    fetch("2019-12", "2019-12", "avon-and-somerset")
    assert landed(tmp_path) == [
        "police_uk_outcomes/2019-12/2019-12-avon-and-somerset-outcomes.csv",
        "police_uk_street/2019-12/2019-12-avon-and-somerset-street.csv",
    ]


def test_every_force_is_taken_where_none_is_named(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    fetch("2019-12", "2019-12")
    assert len(landed(tmp_path)) == 4


def test_one_feed_of_the_archive_can_be_fetched_by_itself(fetch, publisher, tmp_path, feeds):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    street = tuple(feed for feed in feeds if feed.feed_id == "police_uk_street")
    fetch("2019-12", "2019-12", "kent", wanted=street)
    assert landed(tmp_path) == ["police_uk_street/2019-12/2019-12-kent-street.csv"]


def test_months_beyond_one_archive_come_from_the_next_and_each_is_downloaded_once(
    fetch, publisher, tmp_path
):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-11", "2019-12"]))
    publisher.serve("/data/archive/2019-10.zip", packed(["2019-09", "2019-10"]))
    done = fetch("2019-09", "2019-12", "kent", wanted=())
    assert done.received == []
    done = fetch("2019-09", "2019-12", "kent")
    assert len(landed(tmp_path)) == 8
    zips = [asked[0] for asked in publisher.asked]
    assert zips == ["/data/archive/2019-12.zip", "/data/archive/2019-10.zip"] * 2


def test_a_month_not_published_yet_is_named_and_the_others_are_taken(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2026-09.zip", packed(["2026-09"]))
    done = fetch("2026-09", "2026-10", "kent")
    assert len(landed(tmp_path)) == 2
    (said,) = done.lacking
    assert said.startswith("2026-10: there is no archive of that month at http://127.0.0.1")


def test_a_month_older_than_the_first_archive_is_taken_from_one_that_still_holds_it(
    fetch, publisher, tmp_path
):
    # 2011-02 has no archive of its own; that of 2014-01 (35 months later) holds it.
    publisher.serve("/data/archive/2014-01.zip", packed(["2011-02"]))
    assert fetch("2011-02", "2011-02", "kent").lacking == []
    assert len(landed(tmp_path)) == 2


def test_a_force_that_the_archive_does_not_hold_is_named_with_those_it_has(fetch, publisher):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    (said,) = fetch("2019-12", "2019-12", "greater-manchester").lacking
    assert "nothing of the force 'greater-manchester' for 2019-12" in said
    assert said.endswith("It has files of avon-and-somerset, kent.")


def test_the_same_again_finds_the_files_already_there(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    fetch("2019-12", "2019-12", "kent")
    done = fetch("2019-12", "2019-12", "kent")
    assert {one.reason for one in done.received} == {"already there"}
    assert len(landed(tmp_path)) == 2


def test_a_later_archive_that_revised_a_month_is_kept_beside_the_earlier(
    fetch, publisher, tmp_path
):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    fetch("2019-12", "2019-12", "kent")
    revised = STREET.format(month="2019-12").replace("A Street", "B Street")
    later = packed([], more=[(name("2019-12", "kent", "street"), revised)])
    publisher.serve("/data/archive/2019-12.zip", later)
    fetch("2019-12", "2019-12", "kent")
    assert "police_uk_street/2019-12/2019-12-kent-street (2).csv" in landed(tmp_path)


def test_an_archive_that_breaks_off_goes_on(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    publisher.manners[:] = [cut_after(100), status(503), cut_after(50)]
    fetch("2019-12", "2019-12", "kent")
    assert [asked[1] for asked in publisher.asked] == [
        None,
        "bytes=100-",
        "bytes=100-",
        "bytes=150-",
    ]
    assert len(landed(tmp_path)) == 2


def broken_in(body, member):
    """The archive with one byte of a member's data turned."""
    with zipfile.ZipFile(BytesIO(body)) as held:
        place = held.getinfo(member).header_offset + 30 + len(member) + 20
    return body[:place] + bytes([body[place] ^ 0xFF]) + body[place + 1 :]


def test_a_file_whose_checksum_in_the_zip_is_wrong_never_reaches_landing(
    fetch, publisher, tmp_path
):
    body = broken_in(packed(["2019-12"]), name("2019-12", "kent", "street"))
    publisher.serve("/data/archive/2019-12.zip", body)
    with pytest.raises(FetchError, match=r"not a whole zip .* begun 3 times"):
        fetch("2019-12", "2019-12", "kent")
    assert landed(tmp_path) == []
    assert downloads(tmp_path) == []
    # What is broken elsewhere in the archive is not ours.
    assert len(fetch("2019-12", "2019-12", "avon-and-somerset").received) == 2


def test_an_archive_cut_short_by_a_wrong_length_is_refused(fetch, publisher, tmp_path):
    body = packed(["2019-12"])
    publisher.serve("/data/archive/2019-12.zip", body)
    publisher.manners[:] = [with_headers(Content_Length=str(len(body) // 2))] * 3
    with pytest.raises(FetchError, match="not a whole zip"):
        fetch("2019-12", "2019-12", "kent")
    assert landed(tmp_path) == []


def test_nothing_but_the_files_asked_for_leaves_the_zip(fetch, publisher, tmp_path):
    hostile = [
        ("../../2019-12/2019-12-kent-street.csv", STREET.format(month="2019-12")),
        ("/2019-12/2019-12-kent-outcomes.csv", OUTCOMES.format(month="2019-12")),
        ("2019-12/2019-12-kent-street.csv.exe", "MZ"),
        ("readme.html", "<html>"),
    ]
    publisher.serve("/data/archive/2019-12.zip", packed([], more=hostile))
    done = fetch("2019-12", "2019-12", "kent")
    assert landed(tmp_path) == []
    assert sum("its path leads out of the zip" in said for said in done.lacking) == 2
    assert list(tmp_path.parent.glob("2019-12*")) == []


def test_the_sum_that_the_publisher_lists_is_compared(fetch, publisher, tmp_path):
    body = packed(["2019-12"])
    publisher.serve("/data/archive/2019-12.zip", body)
    row = '<tr><td><a href="2019-12.zip">December 2019</a></td><td>{}</td></tr>'
    page = row.format(hashlib.md5(body).hexdigest())
    publisher.serve("/data/archive/", page.encode(), kind="text/html")
    assert len(fetch("2019-12", "2019-12", "kent").received) == 2
    publisher.serve("/data/archive/", row.format("0" * 32).encode(), kind="text/html")
    with pytest.raises(FetchError, match="the publisher lists 00000"):
        fetch("2019-12", "2019-12", "kent")


def test_the_sum_of_another_file_is_not_taken_for_this_ones(publisher):
    later, earlier = "a" * 32, "b" * 32
    page = (
        '<tr><td><a href="/data/archive/2020-01.zip">2020-01.zip</a> (1.6 GB)</td></tr>'
        f'<tr><td>md5 {later}</td><td><a href="/data/archive/2019-12.zip">2019-12.zip</a></td></tr>'
        f"<li>2019-11.zip<code>{earlier}</code></li>"
    )
    publisher.serve("/data/archive/", page.encode(), kind="text/html")
    folder = f"{publisher.address}/data/archive"
    assert listed_md5(folder, "2020-01.zip", HASTY) == ""
    assert listed_md5(folder, "2019-12.zip", HASTY) == ""
    assert listed_md5(folder, "2019-11.zip", HASTY) == earlier
    assert listed_md5(f"{publisher.address}/no-such-page", "2019-11.zip", HASTY) == ""


def test_the_address_may_be_the_site_or_the_folder_of_the_zips(fetch, publisher, tmp_path):
    publisher.serve("/data/archive/2019-12.zip", packed(["2019-12"]))
    publisher.serve("/mirror/2019-11.zip", packed(["2019-11"]))
    fetch("2019-12", "2019-12", "kent", folder="/")
    fetch("2019-11", "2019-11", "kent", folder="/mirror/")
    assert len(landed(tmp_path)) == 4


def test_months_are_counted_over_the_turn_of_the_year():
    assert months_between("2018-11", "2019-02") == ("2018-11", "2018-12", "2019-01", "2019-02")
    assert months_between("2019-02", "2019-02") == ("2019-02",)
    with pytest.raises(ConfigurationError, match="2019-03 is after --to 2019-02"):
        months_between("2019-03", "2019-02")


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ([], ("cambridgeshire",)),
        (
            ["Metropolitan Police Service", "avon-and-somerset"],
            ("metropolitan", "avon-and-somerset"),
        ),
        (["Devon & Cornwall", "W15000001"], ("devon-and-cornwall", "north-wales")),
        (["kent", "Kent Police"], ("kent",)),
        (["all"], ()),
    ],
)
def test_a_force_is_known_by_every_name_it_has(asked, slugs):
    assert publisher_names(ROOT / "assets" / "reference", asked, "E23000023") == slugs


def test_a_force_that_is_not_known_is_refused_before_anything_is_downloaded():
    with pytest.raises(ConfigurationError, match=re.escape("Near it: cambridgeshire")) as refused:
        publisher_names(ROOT / "assets" / "reference", ["Cambridgshire"], "E23000023")
    assert refused.value.exit_status == 2
