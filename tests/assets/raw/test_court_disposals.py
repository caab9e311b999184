"""The courts sheet: found by its words, wherever its editor put it."""

import pytest
import xlsxwriter

from assets.raw.court_disposals import FEED, HEADER, read_courts


def courts_workbook(path, *, top, quarters=("Q1 2019", "Q2 2019")):
    """Write a small courts sheet whose court row stands at row `top` (counted from nought)."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "About this workbook")
        sheet = book.add_worksheet("Courts")
        sheet.write(0, 1, "This tab draws on two releases.")
        sheet.merge_range(top, 4, top, 6, "Magistrates' Courts")
        sheet.merge_range(top, 8, top, 9, "Crown Court")
        sheet.merge_range(top + 1, 4, top + 1, 5, "Sentence Outcomes")
        sheet.write(top + 1, 8, "Sentence Outcomes")
        sheet.write_row(top + 2, 4, ["03: Fine", "06: Immediate Custody", "", "", "03: Fine"])
        sheet.write_row(
            top + 3,
            1,
            [
                "Financial Year",
                "Date",
                "Quarter & Year",
                "MC: Fine",
                "MC: Custody",
                "Checksum",
                "",
                "CC: Fine",
            ],
        )
        for number, quarter in enumerate(quarters):
            sheet.write_row(
                top + 4 + number,
                1,
                ["2018-2019", "2019-01-01", quarter, 100 + number, 7, "EQUAL", "", 3],
            )
        sheet.write_row(top + 8, 1, ["2018-2019", "", "", 500, 50, "", "", 20])
    return path


@pytest.mark.parametrize("top", [5, 10])
def test_figures_are_found_wherever_the_sheet_begins(tmp_path, top):
    records = read_courts(courts_workbook(tmp_path / "courts.xlsx", top=top))

    rows = list(records.rows)
    assert records.header == HEADER
    magistrates = ["Courts", "Magistrates' Courts", "Sentence Outcomes"]
    assert rows[:3] == [
        (top + 5, [*magistrates, "03: Fine", "MC: Fine", "2019 Q1", "100"]),
        (top + 5, [*magistrates, "06: Immediate Custody", "MC: Custody", "2019 Q1", "7"]),
        (
            top + 5,
            ["Courts", "Crown Court", "Sentence Outcomes", "03: Fine", "CC: Fine", "2019 Q1", "3"],
        ),
    ]


def test_yearly_totals_and_check_columns_are_not_figures(tmp_path):
    rows = list(read_courts(courts_workbook(tmp_path / "courts.xlsx", top=10)).rows)

    assert len(rows) == 2 * 3
    assert not any("Checksum" in cells or "500" in cells for _, cells in rows)


def test_a_workbook_of_something_else_is_not_taken(tmp_path):
    path = tmp_path / "prisons.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Prisons").write_row(0, 0, ["Date", "Remand"])

    records = read_courts(path)

    assert FEED.layouts[0].bind(records.header)[1][0] == "missing 'Sheet'"
    assert list(records.rows) == []
