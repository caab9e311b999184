"""The ONS workbook for people: its sheet is found by its words, its figures by their years."""

import datetime as dt

import pandas as pd
import pytest

from assets.raw.ons_force_area_tables import FEED, HEADER, read_incidents

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


@pytest.mark.parametrize(("rows", "code"), [(ONE_ROW, "E23000020"), (TWO_ROWS, "")])
def test_years_and_notes_are_read_from_headers_in_one_row_or_two(tmp_path, rows, code):
    path = tmp_path / "pfa.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Contents"]]).to_excel(
            book, sheet_name="Contents", index=False, header=False
        )
        wide = [[*row, *[None] * (5 - len(row))] for row in rows]
        pd.DataFrame(wide).to_excel(book, sheet_name="Table P12 ", index=False, header=False)

    records = read_incidents(path)

    assert records.header == HEADER
    assert [cells for _, cells in records.rows] == [
        [code, "Lincolnshire", "2018-03-31", "20", "2019-03-31"],
        [code, "Lincolnshire", "2019-03-31", "[x]", "2019-03-31"],
    ]


def test_a_workbook_without_the_sheet_is_not_taken(tmp_path):
    path = tmp_path / "other.xlsx"
    pd.DataFrame([["Workforce", 1]]).to_excel(path, index=False, header=False)

    _, problems = FEED.layouts[0].bind(read_incidents(path).header)

    assert "missing 'Number of incidents'" in problems


def test_the_real_workbook_gives_its_published_figure(load_feed, shared_data):
    path = shared_data / "ons/pfafinalmar22.xls"
    loaded = load_feed(FEED, {path.name: path})
    loaded.build("assets/core/police_force.sql", "assets/core/antisocial_behaviour_incident.sql")

    rows = loaded.run("assets/metrics/communities/antisocial_behaviour_incident_count.sql")

    of_year = {
        row["area_code"]: row["value"]
        for row in rows
        if row["period_end_date"] == dt.date(2019, 3, 31)
    }
    assert of_year["E23000023"] == 16_001
    # West Midlands the force stands below West Midlands the region, under the same name.
    assert of_year["E23000014"] == 44_804
    assert len(of_year) == 43 + 1, "every territorial force, and British Transport Police"
