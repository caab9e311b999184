"""Landing: what is found in folders and zips, and what is not opened."""

import gzip
import zipfile

import pytest

from pipelines.errors import FeedError
from pipelines.ingest.landing import copy_into, find, members, opened

WHOLE = "Month,Force,Crimes,Note\n" + "".join(
    f"2019-0{n}-01,E23000023,{n}00,\n" for n in range(1, 10)
)


def test_files_still_on_their_way_hidden_or_left_by_an_editor_are_not_deliveries(tmp_path):
    folder = tmp_path / "crime"
    for name in ("a.csv.part", ".hidden.csv", "~$book.xlsx", "b.crdownload", ".git/c.csv", "d.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert [found.name for found in find(tmp_path, "crime")] == ["crime/d.csv"]


def test_a_file_in_a_folder_of_the_publisher_s_own_keeps_its_path(tmp_path):
    (tmp_path / "crime" / "2019-10").mkdir(parents=True)
    (tmp_path / "crime" / "2019-10" / "a.csv").write_text("x")
    assert [found.name for found in find(tmp_path, "crime")] == ["crime/2019-10/a.csv"]


def test_a_feed_without_a_folder_has_no_delivery(tmp_path):
    assert find(tmp_path, "crime") == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "/etc/passwd.csv", "C:/windows/a.csv", "..\\..\\a.csv"]
)
def test_a_member_whose_path_leads_out_of_the_zip_is_not_opened(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, WHOLE)
    (member,) = members(tmp_path / "a.zip")
    assert "leads out of the zip" in member.problem


def test_a_zip_bomb_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (101 * 1024 * 1024))
    (member,) = members(tmp_path / "a.zip")
    assert "would unpack to 105,906,176 bytes" in member.problem


def test_a_zip_within_a_zip_and_an_encrypted_member_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner.zip", b"PK")
    assert "zip within a zip" in members(tmp_path / "a.zip")[0].problem


def test_what_is_called_zip_but_is_not_one_is_refused(office):
    office.deliver("crime/a.zip", b"PK\x03\x04 cut short")
    office.night()
    state, *_, reason = office.account("crime/a.zip")
    assert state == "refused"
    assert "cannot be opened" in reason


def test_a_zip_and_a_gz_are_read_like_the_file_they_hold(office, tmp_path):
    with zipfile.ZipFile(office.deliver("crime/a.zip", b""), "w") as archive:
        archive.writestr("2019/a.csv", WHOLE)
        archive.writestr("__MACOSX/2019/._a.csv", "junk")
    office.deliver("crime/b.csv.gz", gzip.compress(WHOLE.replace("2019-", "2018-").encode()))
    office.night()
    assert office.account("crime/a.zip!2019/a.csv")[:2] == ("loaded", 9)
    assert office.account("crime/b.csv.gz")[:2] == ("loaded", 9)
    assert office.rows("select count(*), sum(crime_count)::bigint from raw.crime") == [(18, 9000)]


def test_a_gz_cut_short_is_refused_in_words(office):
    office.deliver("crime/b.csv.gz", gzip.compress(WHOLE.encode() * 50)[:-20])
    office.night()
    state, *_, reason = office.account("crime/b.csv.gz")
    assert state == "refused"
    assert "cannot be unpacked" in reason


def test_a_zip_with_one_bad_member_gives_the_others(office):
    with zipfile.ZipFile(office.deliver("crime/a.zip", b""), "w") as archive:
        archive.writestr("a.csv", WHOLE)
        archive.writestr("../b.csv", WHOLE.replace("2019", "2018"))
    office.night()
    assert office.account("crime/a.zip!a.csv")[0] == "loaded"
    assert office.account("crime/a.zip!../b.csv")[0] == "refused"
    assert office.rows("select count(*) from raw.crime") == [(9,)]


def test_an_unpacked_copy_is_gone_after_use(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", WHOLE)
    (member,) = members(tmp_path / "a.zip")
    with opened(member, tmp_path / "scratch") as path:
        assert path.read_text() == WHOLE
    assert not path.exists()
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_damaged_member_is_an_error_in_words(tmp_path):
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", WHOLE)
    target.write_bytes(target.read_bytes().replace(b"2019-05-01", b"2019-05-99"))
    (member,) = members(target)
    with pytest.raises(FeedError, match="cannot be unpacked"), opened(member, tmp_path / "s"):
        pass


def test_a_copy_appears_whole_or_not_at_all(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    copy_into(tmp_path / "a.csv", tmp_path / "in" / "a.csv")
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["a.csv"]
