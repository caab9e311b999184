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


@pytest.mark.parametrize(
    "header",
    [
        "Year,Sex,Age Group,Police Force Area,Offence Type,Offence Group,Offence,Sentence Outcome,"
        "Custodial Sentence Length,Sentenced",
        "Year of Appearance,Sex,Age group,Police Force Area,Offence type,Offence group,Offence,"
        "Outcome,Custodial Sentence Length,Sentenced",
    ],
)
def test_outcomes_by_offence_is_read_under_the_names_of_both_editions(load_feed, tmp_path, header):
    path = tmp_path / "obo_sent_pivot_2018.csv"
    row = (
        "2018,01: Male,04: Adults,Cambridgeshire,02: Either,03: Theft,49,03: Fine,Not applicable,7"
    )
    path.write_text(f"{header}\n{row}\n")

    loaded = load_feed(FEED, {path.name: path})

    assert loaded.accounts[path.name][0] == "court_disposals_by_area"
    assert loaded.rows(
        "select year, police_force_area, sentence_outcome, sentenced_count "
        "from raw.court_disposals_by_area"
    ) == [
        {
            "year": 2018,
            "police_force_area": "Cambridgeshire",
            "sentence_outcome": "03: Fine",
            "sentenced_count": 7,
        }
    ]
