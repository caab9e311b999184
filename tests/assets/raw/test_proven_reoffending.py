"""The workbook by local authority: headers with line breaks, suppressed cells, notes below."""

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
