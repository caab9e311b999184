"""A published table's header is found by its words; text that is not whole is refused by name."""

import pytest

from demonstration.workbook import workbook
from pipelines.errors import FeedError
from pipelines.ingest.readers.headed import first_cells, grids, headed_tables, table_below_notes

TEXT = "Crimes by force\n\nForce,Crimes\nNorfolk,1\nSuffolk,£2\n"
NOTES = b"Notes: synthetic\r\n(1) The second note, with a comma\r\n"
TABLE = b"Area,Date,Value\r\nWales,30/06/2019,5\r\n"


def is_header(row):
    return "Force" in row


def read(tmp_path, content, name="table.csv", **kind):
    path = tmp_path / name
    path.write_bytes(content)
    return [
        (table.titles, table.header, list(table.rows))
        for table in headed_tables(path, is_header, **kind)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_titles_stand_above_the_header_and_records_below_it(tmp_path, encoding, ends):
    content = TEXT.replace("\n", ends).encode(encoding)

    assert read(tmp_path, content) == [
        (
            ("Crimes by force",),
            ["Force", "Crimes"],
            [(4, ["Norfolk", "1"]), (5, ["Suffolk", "£2"])],
        )
    ]


def test_a_pound_sign_far_below_the_header_still_tells_the_encoding(tmp_path):
    many = "Norfolk,1\n" * 40_000

    ((_, _, rows),) = read(tmp_path, f"Force,Crimes\n{many}Suffolk,£2\n".encode("cp1252"))

    assert (len(rows), rows[-1]) == (40_001, (40_002, ["Suffolk", "£2"]))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_known_by_the_header(tmp_path, delimiter):
    content = f"Force{delimiter}Crimes\nNorfolk{delimiter}1,5\n".encode()

    assert read(tmp_path, content)[0][2] == [(2, ["Norfolk", "1,5"])]


def test_a_stray_quote_does_not_swallow_the_records_after_it(tmp_path):
    content = b'Force,Crimes\n"Norfolk,1\nSuffolk,2\nEssex,3\n'

    ((_, _, rows),) = read(tmp_path, content)

    assert [cells for _, cells in rows][1:] == [["Suffolk", "2"], ["Essex", "3"]]


def test_a_file_whose_last_line_has_no_end_was_cut_unless_its_publisher_never_ends_it(tmp_path):
    content = b"Force,Crimes\nNorfolk,1\nSuffolk,2"

    with pytest.raises(FeedError, match="cut short"):
        read(tmp_path, content)
    assert len(read(tmp_path, content, may_lack_last_newline=True)[0][2]) == 2


def test_every_sheet_with_the_header_is_a_table(tmp_path):
    content = workbook("Table 1", [["Crimes by force"], [], ["Force", "Crimes"], ["Norfolk", 1.0]])

    assert read(tmp_path, content, "table.xlsx") == [
        (("Crimes by force",), ["Force", "Crimes"], [(4, ["Norfolk", "1"])])
    ]


def test_a_file_without_such_a_header_has_no_table_and_its_first_cells_are_told(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Month,Court\n2019-01,Cambridge\n")

    assert list(headed_tables(path, is_header)) == []
    assert first_cells(path) == ["Month", "Court"]


def table(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    found = table_below_notes(path, "date", "value")
    return found.header, list(found.rows)


@pytest.mark.parametrize("notes", [b"", NOTES, NOTES + b"\r\n"])
def test_the_header_is_found_however_many_notes_stand_above_it(tmp_path, notes):
    header, rows = table(tmp_path, notes + TABLE)

    assert header == ["Area", "Date", "Value"]
    assert [cells for _, cells in rows] == [["Wales", "30/06/2019", "5"]]


def test_a_record_knows_its_line_of_the_file(tmp_path):
    _, rows = table(tmp_path, NOTES + TABLE)

    assert [line for line, _ in rows] == [4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_publishers_encodings_are_read(tmp_path, encoding):
    content = "Area,Date,Value\r\nYnys Môn,30/06/2019,5\r\n".encode(encoding)

    _, rows = table(tmp_path, content)

    assert rows[0][1][0] == "Ynys Môn"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (TABLE.removesuffix(b"\r\n"), "cut short"),
        (TABLE.removesuffix(b"\n"), "cut short"),
        (TABLE.replace(b"Wales", b"Wa\0les"), "NUL"),
        (TABLE.replace(b"Wales", b'"Wales'), "line 2"),
        (TABLE + b'"Wa\r\nles",30/06/2019,6\r\n', "a quote is opened"),
        (TABLE.replace(b"Wales", b"Wal\x81es"), "neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_by_name(tmp_path, content, why):
    with pytest.raises(FeedError, match=why):
        table(tmp_path, content)


def test_a_table_of_something_else_shows_what_was_found(tmp_path):
    path = tmp_path / "other.csv"
    path.write_bytes(b"Court,Cases\r\nLuton,5\r\n")

    found = table_below_notes(path, "date", "value")

    assert (found.header, list(found.rows)) == (["Court", "Cases", "Luton", "5"], [])


def test_a_csv_file_is_a_grid_of_one_sheet(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_bytes(b"Title of it\r\n\r\nArea , 2018\r\n")

    assert list(grids(path)) == [("wide", [["Title of it"], ["Area", "2018"]])]


def test_a_csv_file_of_one_sheet_whose_quote_is_never_closed_is_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_bytes(b'Area,2018\n"Wales,5\n')

    with pytest.raises(FeedError, match="line 2: is not well-formed CSV"):
        list(grids(path))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Force,Crimes\nNor\0folk,1\n", "NUL"),
        (b"Force,Crimes\r\nNorfolk,1\r", "cut short"),
        (b"Force,Crimes\nNorf\x81olk,1\n", "neither UTF-8 nor Windows-1252"),
        ("Force,Crimes\nNorfolk,1".encode("utf-16"), "cut short"),
    ],
)
def test_text_that_is_not_whole_is_refused_whoever_reads_it(tmp_path, content, why):
    with pytest.raises(FeedError, match=why):
        read(tmp_path, content)


def test_a_table_below_notes_may_lie_in_a_workbook(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(workbook("Table", [["Notes"], ["Area", "Date", "Value"], ["Wales", "x", 5.0]]))

    found = table_below_notes(path, "date", "value")

    assert (found.header, list(found.rows)) == (
        ["Area", "Date", "Value"],
        [(3, ["Wales", "x", "5"])],
    )
