"""Case outcomes: every spelling of the month, and a header that is wrong at source."""

import datetime as dt

import pytest

from assets.raw.cps_case_outcomes import FEED, month_of_case_outcomes

LAYOUT = FEED.layouts[0]
HEADER = [column.header[0] for column in LAYOUT.columns]


@pytest.mark.parametrize(
    "path",
    [
        "2014/principal_offence_category_april_2014.csv",
        "cps_case_outcomes/2014/principal-offence-category-April-2014.csv",
        "Apr-14/case_outcomes.csv",
        "case_outcomes_Apr14.csv",
        "2014-04/principal_offence_category.csv",
        "principal_offence_category_201404.csv",
        "2014/04.csv",
        "2014/04-principal-offence-category.csv",
        "case outcomes 04-2014.csv",
        "2014.zip!april.csv",
    ],
)
def test_every_spelling_of_the_month_is_read(path):
    assert month_of_case_outcomes(path) == dt.date(2014, 4, 1)


def test_a_file_that_names_no_month_has_no_period():
    assert month_of_case_outcomes("case_outcomes.csv") is None


def test_there_are_fifty_one_columns_and_the_published_header_binds_each_once():
    places, problems = LAYOUT.bind(HEADER)

    assert len(LAYOUT.columns) == 51
    assert problems == []
    assert sorted(places.values()) == list(range(51))


@pytest.mark.parametrize(
    "last",
    [
        "Percentage of L Motoring Offences Unsuccessful",
        "percentage of admin finalised unsuccessful",
    ],
)
def test_the_last_header_is_known_by_its_wrong_name_and_by_its_right_one(last):
    places, problems = LAYOUT.bind([*HEADER[:-1], last])

    assert problems == []
    assert places["admin_finalised_unsuccessful_percent"] == 50


@pytest.mark.parametrize("first", ["", "Area", "CPS Area"])
def test_the_first_header_may_be_empty(first):
    places, problems = LAYOUT.bind([first, *HEADER[1:]])

    assert problems == []
    assert places["area_name"] == 0


def test_a_renamed_column_is_named():
    renamed = [cell.replace("Number of Burglary Convictions", "Burglary") for cell in HEADER]

    assert LAYOUT.bind(renamed)[1] == ["missing 'Number of Burglary Convictions'"]


def test_counts_lose_their_thousands_commas_and_a_dash_is_no_figure(load_feed, tmp_path):
    path = tmp_path / "april_2014.csv"
    cells = ["National", '"10,719"', "79.0%", "-", "-", *["1", "2.0%"] * 23]
    path.write_text(f"{','.join(HEADER)}\n{','.join(cells)}\n")

    loaded = load_feed(FEED, {"april_2014.csv": path})

    assert loaded.rows(
        "select area_name, homicide_convictions, homicide_convictions_percent, "
        "homicide_unsuccessful, file_period from raw.cps_case_outcomes"
    ) == [
        {
            "area_name": "National",
            "homicide_convictions": 10_719,
            "homicide_convictions_percent": "79.0%",
            "homicide_unsuccessful": None,
            "file_period": dt.date(2014, 4, 1),
        }
    ]
