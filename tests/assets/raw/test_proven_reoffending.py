"""The workbook by local authority: headers with line breaks, suppressed cells, notes below."""

import pytest
import xlsxwriter

from assets.raw.proven_reoffending import FEED, read_areas

TITLE = (
    "Proven reoffending by upper-tier local authority, annual average, "
    "October 2016 to September 2017"
)
HEADERS = [
    "Local authority code",
    "Local authority",
    "Number of\r\noffenders",
    "Number of\r\nreoffenders",
    "Number of\r\nreoffences",
    "Proportion of offenders\r\nwho reoffend (%)",
    "Average number of\r\nreoffences per reoffender",
]


def workbook(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Table")
        for number, cells in enumerate([[TITLE], ["All offenders"], HEADERS, *rows]):
            sheet.write_row(number, 0, cells)
    return path


def test_counts_period_and_group_reach_every_area(load_feed, tmp_path):
    path = workbook(tmp_path / "by_area.xlsx", [["E10000003", "Cambridgeshire", 2500, 640, 2541]])

    loaded = load_feed(FEED, {"by_area.xlsx": path})

    assert loaded.rows(
        "select area_code, offender_count, reoffender_count, reoffence_count, period, "
        "offender_group from raw.proven_reoffending_by_area"
    ) == [
        {
            "area_code": "E10000003",
            "offender_count": "2500",
            "reoffender_count": "640",
            "reoffence_count": "2541",
            "period": "October 2016 to September 2017",
            "offender_group": "All offenders",
        }
    ]


def test_notes_below_the_table_are_ignored_and_a_wrong_code_is_rejected(load_feed, tmp_path):
    good = [[f"E100000{n:02}", "Somewhere", 100, 30, 90] for n in range(9)]
    rows = [*good, ["EX000003", "Elsewhere", 1, 1, 1], ["Notes: small figures are suppressed"]]

    loaded = load_feed(FEED, {"by_area.xlsx": workbook(tmp_path / "by_area.xlsx", rows)})

    table, account = loaded.accounts["by_area.xlsx"]
    assert table == "proven_reoffending_by_area"
    assert (account.rows_in_file, account.rows_loaded) == (11, 9)
    assert (account.rows_rejected, account.rows_ignored) == (1, 1)
    assert account.rejects[0][2] == "EX000003"


def test_suppressed_and_unavailable_cells_are_kept_apart(load_feed, tmp_path):
    rows = [["E10000003", "Cambridgeshire", 30, "*", ".."]]

    loaded = load_feed(FEED, {"by_area.xlsx": workbook(tmp_path / "by_area.xlsx", rows)})

    assert loaded.rows(
        "select reoffender_count, reoffence_count from raw.proven_reoffending_by_area"
    ) == [{"reoffender_count": "*", "reoffence_count": ".."}]


def test_a_workbook_without_local_authorities_is_not_taken(tmp_path):
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Table").write_row(0, 0, ["Court", "Cases"])

    assert FEED.layouts[1].bind(read_areas(path).header)[1][0] == "missing 'Local authority code'"


def sheet_of(book, title, header, *rows):
    sheet = book.add_worksheet()
    for number, cells in enumerate([[title], [], header, *rows]):
        sheet.write_row(number, 0, cells)


@pytest.mark.parametrize(
    ("title", "period", "group"),
    [
        ("Proven reoffending, October to December 2016, adult offenders",
         "October 2016 to December 2016", "Adult offenders"),
        ("Juvenile proven reoffending by local authority, Oct 2016 to Sep 2017",
         "October 2016 to September 2017", "Juvenile offenders"),
        ("Adult and juvenile proven reoffending, October to September 2017",
         "October 2016 to September 2017", "All offenders"),
    ],
)  # fmt: skip
def test_the_title_says_whose_cohort_it_is_and_of_which_months(tmp_path, title, period, group):
    path = tmp_path / "by_area.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet_of(book, title, HEADERS, ["E10000003", "Cambridgeshire", 2500, 640, 2541])

    ((_, cells),) = read_areas(path).rows

    assert cells[-2:] == [period, group]


def test_each_sheet_is_read_by_its_own_header(tmp_path):
    path = tmp_path / "by_area.xlsx"
    title = "Proven reoffending, October 2016 to September 2017"
    turned = [HEADERS[1], HEADERS[0], HEADERS[3], HEADERS[2], HEADERS[4]]
    with xlsxwriter.Workbook(path) as book:
        sheet_of(book, f"Adult {title}", HEADERS[:5], ["E10000003", "Cambs", 2500, 640, 2541])
        sheet_of(book, f"Juvenile {title}", turned, ["Cambs", "E10000003", 64, 250, 254])

    rows = [cells for _, cells in read_areas(path).rows]

    assert [cells[:5] for cells in rows] == [
        ["E10000003", "Cambs", "2500", "640", "2541"],
        ["E10000003", "Cambs", "250", "64", "254"],
    ]


def test_a_workbook_by_sentence_length_fills_a_table_of_its_own(load_feed, tmp_path):
    path = tmp_path / "by_sentence.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet_of(
            book,
            "Adult proven reoffending by custodial sentence length, July to September 2017",
            ["Custodial sentence length", *HEADERS[2:]],
            ["Less than 12 months", 11000, 6842, 35000, 62.2, 5.1],
            ["Source: Police National Computer"],
        )

    loaded = load_feed(FEED, {"by_sentence.xlsx": path})

    assert loaded.rows(
        "select sentence_length, offender_count, period, offender_group "
        "from raw.proven_reoffending_by_sentence"
    ) == [
        {
            "sentence_length": "Less than 12 months",
            "offender_count": "11000",
            "period": "July 2017 to September 2017",
            "offender_group": "Adult offenders",
        }
    ]
