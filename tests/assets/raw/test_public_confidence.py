"""Confidence by police force area: tables for people, found by their words."""

import pytest

from assets.raw.public_confidence import FEED
from demonstration.workbook import workbook

TITLE = "Table S3: Ratings of the local police, by police force area, year ending March 2019 CSEW"
HEADER = [
    "Area Code", "Area Name", "Police do a good or\nexcellent job",
    "Can be relied on to be\nthere when you need them", "Unweighted base -\nnumber of adults",
]  # fmt: skip
ROWS = [
    ["E23000023", "Cambridgeshire", 58.2, 52.1, 612.0],
    ["E23000034", "London, City of", "[c]", "[c]", 31.0],
    ["E23000024", "Norfolk", "..", "..", None],
]
READ = (
    "select area_code, area_name, percent_good, percent_good_state, unweighted_base, "
    "year_end_date::varchar as year from raw.public_confidence order by source_row"
)


def loaded_rows(load_feed, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    loaded = load_feed(FEED, {name: path})
    return loaded.accounts[name][1], [tuple(row.values()) for row in loaded.rows(READ)]


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        ([[TITLE], ["England and Wales"], []], "table.xlsx"),
        ([["Ratings of the local police"], []], "policeforceareatablesyearendingmarch2019.xlsx"),
        ([["Ratings of the local police, April 2018 to March 2019"]], "table.xlsx"),
    ],
)
def test_the_year_is_that_of_the_titles_or_of_the_name(load_feed, tmp_path, titles, name):
    notes = [[], ["Source: Crime Survey for England and Wales"], ["[c] too few people."]]
    content = workbook("Table S3", [*titles, HEADER, *ROWS, *notes])

    account, rows = loaded_rows(load_feed, tmp_path, name, content)

    assert rows == [
        ("E23000023", "Cambridgeshire", 58.2, None, 612, "2019-03-31"),
        ("E23000034", "London, City of", None, "suppressed", 31, "2019-03-31"),
        ("E23000024", "Norfolk", None, "missing", None, "2019-03-31"),
    ]
    assert account.rows_ignored == 2


def test_a_long_table_of_several_years_with_its_intervals(load_feed, tmp_path):
    content = (
        b"Police force area,Year ending,% good or excellent,Lower CI,Upper CI,Unweighted base\n"
        b"Cambridgeshire,March 2018,61.0,56.8,65.2,640\n"
        b"Cambridgeshire,Year ending March 2019,58.2,53.9,62.5,612\n"
        b"Cambridgeshire,2020-03-31,57.0,52.6,61.4,598\n"
    )

    account, rows = loaded_rows(load_feed, tmp_path, "confidence.csv", content)

    assert account.state == "loaded"
    assert [(row[2], row[5]) for row in rows] == [
        (61.0, "2018-03-31"),
        (58.2, "2019-03-31"),
        (57.0, "2020-03-31"),
    ]


def test_a_table_that_names_no_year_is_refused(load_feed, tmp_path):
    content = workbook("Table S3", [["Ratings of the local police"], HEADER, *ROWS])

    account, rows = loaded_rows(load_feed, tmp_path, "table.xlsx", content)

    assert (account.state, rows) == ("refused", [])
    assert "Year ending" in account.reason
