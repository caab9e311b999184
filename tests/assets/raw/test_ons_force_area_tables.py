"""The ONS workbook for people: its sheets are found by their words, its figures by their years."""

import datetime as dt

import pandas as pd
import pytest

from assets.raw.ons_force_area_tables import FEED, HEADER, INCIDENTS, read_tables

TITLE = "Table P12: Anti-social behaviour incidents, by police force area"
ONE_ROW = [
    [TITLE],
    [
        "Area Code",
        "Area Name",
        "Apr 2017 to Mar 2018\nNumber of Incidents\n [note 3]",
        "Apr 2017 to Mar 2018\nNumber per 1,000 population",
        "Apr 2018 to Mar 2019\nNumber of Incidents",
    ],
    ["E23000020", "Lincolnshire [note 4,5]", 20, 1.5, "[x]"],
]
TWO_ROWS = [
    [TITLE],
    [],
    ["Area name", "Apr '17 to Mar '18", "", "Apr '18 to Mar '19", ""],
    ["", "Number of incidents", "Rate per 1,000", "Number of incidents", "Rate per 1,000"],
    ["Lincolnshire4,5", 20, 1.5, "[x]", "[x]"],
    ["4. Some forces changed their system."],
]
CRIME = "Police recorded crime by offence group and police force area, England and Wales"
OFFENCES = [
    [f"Table A7: {CRIME}, number of offences, year ending June 2024 [note 1]"],
    ["This worksheet contains one table."],
    ["Area Code", "Area Name", "Total recorded crime\n (excluding fraud) [note 2]", "Robbery"],
    ["E23000020", "Lincolnshire [note 6]", 1_000, "-"],
]
RATES = [
    [f"Table A9: {CRIME}, rate of offences per 1,000 population, year ending June 2024"],
    [
        "Area Code",
        "Area Name",
        "Household figures\n (mid-2022)  rounded to 100\n[note 9]",
        "Total recorded crime (excluding fraud)",
    ],
    ["E23000020", "Lincolnshire", 330_000, 1.3],
    ["E23000034", "City of London", 5_000, "[u1]"],
]
CHANGES = [
    [f"Table A8: {CRIME}, percentage change, year ending June 2023 compared with June 2024"],
    ["Area Code", "Area Name", "Total recorded crime (excluding fraud)"],
    ["E23000020", "Lincolnshire", 3.1],
]


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of these sheets, with a page of contents before them."""

    def workbook(*tables):
        path = tmp_path / "pfa.xlsx"
        with pd.ExcelWriter(path) as book:
            for number, rows in enumerate(([["Contents"]], *tables)):
                wide = [[*row, *[None] * (5 - len(row))] for row in rows]
                pd.DataFrame(wide).to_excel(
                    book, sheet_name=f"Table {number} ", index=False, header=False
                )
        return path

    return workbook


@pytest.mark.parametrize(("rows", "code"), [(ONE_ROW, "E23000020"), (TWO_ROWS, "")])
def test_years_and_notes_are_read_from_headers_in_one_row_or_two(workbook, rows, code):
    records = read_tables(workbook(rows))

    kind = ["antisocial_behaviour", code, "Lincolnshire"]
    assert records.header == HEADER
    assert [cells for _, cells in records.rows] == [
        [*kind, "2018-03-31", INCIDENTS, "20", "2019-03-31"],
        [*kind, "2019-03-31", INCIDENTS, "[x]", "2019-03-31"],
    ]


def test_crime_and_rates_of_any_quarter_are_found_whatever_the_number_of_their_table(workbook):
    records = read_tables(workbook(OFFENCES, CHANGES, RATES))

    of_lincolnshire = {
        (kind, measure): figure
        for _, (kind, _, name, year, measure, figure, _) in records.rows
        if name == "Lincolnshire" and year == "2024-06-30"
    }
    assert of_lincolnshire == {
        ("recorded_crime", "Total recorded crime (excluding fraud)"): "1000",
        ("recorded_crime", "Robbery"): "-",
        ("recorded_crime_rate", "Household figures (mid-2022) rounded to 100"): "330000",
        ("recorded_crime_rate", "Total recorded crime (excluding fraud)"): "1.3",
    }


def test_a_dash_is_nought_and_a_suppressed_rate_is_no_figure(workbook, load_feed):
    path = workbook(OFFENCES, RATES)
    loaded = load_feed(FEED, {path.name: path})

    assert loaded.rows(
        "select area_name, measure, figure from raw.ons_force_area_tables "
        "where measure = 'Robbery' or area_name = 'City of London' and table_kind like '%rate' "
        "order by measure"
    ) == [
        {
            "area_name": "City of London",
            "measure": "Household figures (mid-2022) rounded to 100",
            "figure": 5_000,
        },
        {"area_name": "Lincolnshire", "measure": "Robbery", "figure": 0},
        {
            "area_name": "City of London",
            "measure": "Total recorded crime (excluding fraud)",
            "figure": None,
        },
    ]


def test_a_workbook_without_the_sheets_is_not_taken(workbook):
    _, problems = FEED.layouts[0].bind(read_tables(workbook([["Workforce", 1]])).header)

    assert "missing 'Measure'" in problems


@pytest.fixture
def real(load_feed, shared_data):
    path = shared_data / "ons/pfafinalmar22.xls"
    loaded = load_feed(FEED, {path.name: path}, {"raw.household_estimates": []})
    return loaded.build("assets/core/police_force.sql")


def test_the_real_workbook_gives_its_published_incidents(real):
    real.build("assets/core/antisocial_behaviour_incident.sql")

    rows = real.run("assets/metrics/communities/antisocial_behaviour_incident_count.sql")

    of_year = {
        row["area_code"]: row["value"]
        for row in rows
        if row["period_end_date"] == dt.date(2019, 3, 31)
    }
    assert of_year["E23000023"] == 16_001
    # West Midlands the force stands below West Midlands the region, under the same name.
    assert of_year["E23000014"] == 44_804
    assert len(of_year) == 43 + 1, "every territorial force, and British Transport Police"


def test_the_real_workbook_gives_crime_rates_and_households_of_the_force(real):
    real.build("assets/core/published_recorded_crime.sql", "assets/core/household.sql")

    (row,) = real.rows(
        "select offence_count, round(offence_rate, 4) as rate, population, household_count, mid_year "
        "from core.published_recorded_crime where force_code = 'E23000023' "
        "and period_end_date = date '2022-03-31' and offence_group like 'Total%'"
    )
    assert row == {
        "offence_count": 67_883,
        "rate": 78.9493,
        "population": 859_800,
        "household_count": 345_600,
        "mid_year": 2020,
    }
    (row,) = real.rows("from core.household where area_code = 'E23000023'")
    assert (row["household_year"], row["household_count"]) == (2020, 345_600)


def test_the_real_workbook_gives_the_year_before_from_its_own_table(real):
    real.build("assets/core/published_recorded_crime.sql")

    (row,) = real.rows(
        "select offence_count, offence_rate from core.published_recorded_crime "
        "where force_code = 'E23000023' and period_end_date = date '2021-03-31' "
        "and offence_group like 'Total%'"
    )
    assert row == {"offence_count": 60_058, "offence_rate": None}
