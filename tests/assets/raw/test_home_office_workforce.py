"""The workforce workbook: sheets found by their titles, columns by the dates above them."""

import datetime as dt

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from assets.raw.home_office_workforce import FEED, HEADER, read_workforce

CORE = ["assets/core/police_force.sql", "assets/core/police_workforce.sql"]
OLD = [
    ["Table 1: Police officers by police force area, England and Wales, 31 March 20181 (FTE)"],
    ["England and Wales", None, None, "Full-time equivalents"],
    [None, "As at:", None, "Change in 6 months\nSep-17 to Mar-18"],
    [None, dt.date(2017, 9, 30), dt.date(2018, 3, 31), "number"],
    ["West Midlands", 13_000, 13_100, 100],
    ["West Midlands1,2", 6_400.5, 6_500.25, 99.75],
    ["Kent", "..", 3_200, ".."],
    ["Total 43 forces", 120_000, 121_000, 1_000],
    ["Notes"],
    ["1. Some forces changed their systems."],
]
NEW = [
    ["Table H3: Special constables, by police force area, as at 31 March 2023 [note 1]"],
    ["This worksheet contains one table of headcounts."],
    ["Region", "Police force", "31 March 2022 [note 2]", "As at 31 March 2023", "Change (%)"],
    ["South East", "Kent", 200, 180, -10],
    ["South East", "Hampshire & Isle of Wight", 300, "[x]", "[x]"],
]
OTHER = [
    ["Table 4: Police officers by gender and police force area, 31 March 2018 (headcount)"],
    ["Kent", dt.date(2018, 3, 31)],
    ["Kent", 1],
]


@pytest.fixture
def workbook(tmp_path):
    def workbook(*tables):
        path = tmp_path / "police-workforce.xlsx"
        with pd.ExcelWriter(path) as book:
            for number, rows in enumerate(tables):
                wide = [[*row, *[None] * (6 - len(row))] for row in rows]
                pd.DataFrame(wide).to_excel(
                    book, sheet_name=f"Table_{number}", index=False, header=False
                )
        return path

    return workbook


def test_dates_over_columns_are_read_and_changes_are_left_out(workbook):
    records = read_workforce(workbook(OLD))

    kent = [cells for _, cells in records.rows if cells[1] == "Kent"]
    officer = ["", "Kent", "police_officer", "full_time_equivalent"]
    assert records.header == HEADER
    assert kent == [
        [*officer, "2017-09-30", "..", "2018-03-31"],
        [*officer, "2018-03-31", "3200", "2018-03-31"],
    ]


def test_a_later_edition_names_the_force_beside_its_region_and_the_measure_in_a_note(workbook):
    records = read_workforce(workbook(NEW))

    assert [cells[1:6] for _, cells in records.rows] == [
        ["Kent", "special_constable", "headcount", "2022-03-31", "200"],
        ["Kent", "special_constable", "headcount", "2023-03-31", "180"],
        ["Hampshire & Isle of Wight", "special_constable", "headcount", "2022-03-31", "300"],
        ["Hampshire & Isle of Wight", "special_constable", "headcount", "2023-03-31", "[x]"],
    ]


def test_a_sheet_of_another_breakdown_is_not_taken(workbook):
    _, problems = FEED.layouts[0].bind(read_workforce(workbook(OTHER)).header)

    assert "missing 'Worker type'" in problems


def test_a_force_is_told_from_the_region_of_its_name_and_an_unknown_number_is_not_nought(
    workbook, load_feed
):
    path = workbook(OLD)
    loaded = load_feed(FEED, {path.name: path}).build(*CORE)

    found = {
        (row["force_code"], row["as_at_date"]): row["worker_count"]
        for row in loaded.rows("from core.police_workforce")
    }
    assert found == {
        ("E23000014", dt.date(2017, 9, 30)): 6_400.5,
        ("E23000014", dt.date(2018, 3, 31)): 6_500.25,
        ("E23000032", dt.date(2017, 9, 30)): None,
        ("E23000032", dt.date(2018, 3, 31)): 3_200,
    }


@pytest.fixture(scope="module")
def real_path(shared_data):
    return shared_data / "home_office/police-workforce-sep19-tables.ods"


def test_the_real_workbook_gives_officers_and_specials_of_the_force(load_feed, real_path):
    loaded = load_feed(FEED, {real_path.name: real_path}).build(*CORE)

    found = {
        (row["worker_type"], row["measure"]): row["worker_count"]
        for row in loaded.rows(
            "from core.police_workforce "
            "where force_code = 'E23000023' and as_at_date = date '2019-09-30'"
        )
    }
    assert found["police_officer", "full_time_equivalent"] == 1_490
    assert found["police_officer", "headcount"] == 1_518
    assert found["special_constable", "headcount"] == 200
    assert found["police_support_volunteer", "headcount"] == 76
    assert found["police_community_support_officer", "full_time_equivalent"] == 73.42


def test_the_43_forces_of_the_real_workbook_add_up_to_its_own_total(load_feed, real_path):
    loaded = load_feed(FEED, {real_path.name: real_path}).build(*CORE)
    sheet = CalamineWorkbook.from_path(real_path).get_sheet_by_name("Table_1").to_python()
    (printed,) = [row[3] for row in sheet if row[0] == "Total 43 forces"]

    (found,) = loaded.rows(
        "select sum(worker_count) as officers, count(*) as forces from core.police_workforce "
        "where worker_type = 'police_officer' and measure = 'full_time_equivalent' "
        "and as_at_date = date '2019-09-30' and left(force_code, 1) <> 'X'"
    )
    assert found["forces"] == 43
    assert found["officers"] == pytest.approx(printed)
    assert round(printed, 2) == 124_783.97
