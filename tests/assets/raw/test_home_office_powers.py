"""Arrests and breath tests of the Home Office: what is not given is not nought."""

import csv
import datetime as dt
import gzip

import pandas as pd
import pytest

from assets.raw.home_office_arrests import FEED as ARRESTS
from assets.raw.home_office_breath_tests import FEED as BREATH_TESTS

FORCE = "assets/core/police_force.sql"
ARREST_HEADER = (
    "financial_year,force_name,offence_group,ethnic_group,age_group,sex,arrests,year_ending"
)
BREATH_HEADER = "year,force,quarter,month,tests,type,count"


@pytest.fixture
def load(load_feed, tmp_path):
    def load(feed, name, *lines):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load_feed(feed, {name: path})

    return load


@pytest.fixture
def plain(tmp_path):
    """Unpack a real file, as the landing folder does before it is read."""

    def plain(path):
        unpacked = tmp_path / path.stem
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        return unpacked

    return plain


def arrests(loaded):
    loaded.build(FORCE, "assets/core/arrest.sql")
    return {
        (row["force_code"], row["period_start_date"].year, row["offence_group"]): row[
            "arrest_count"
        ]
        for row in loaded.rows("from core.arrest")
    }


def test_arrests_of_all_ages_and_groups_add_up_and_none_given_is_not_nought(load):
    loaded = load(
        ARRESTS,
        "police-arrests-data.csv",
        ARREST_HEADER,
        '2017/18,Kent,2015/16 onwards - Robbery,White,18 - 20 years,Male,"1,200",2018-03-31',
        "2017/18,Kent,2015/16 onwards - Robbery,White,18 - 20 years,Female,3,2018-03-31",
        "2017/18,Lancashire,2015/16 onwards - Robbery,White,18 - 20 years,Male,NA,2018-03-31",
    )

    assert arrests(loaded) == {
        ("E23000032", 2017, "Robbery"): 1_203,
        ("E23000003", 2017, "Robbery"): None,
    }


def test_the_workbook_of_arrests_is_read_by_its_own_headers(load_feed, tmp_path):
    path = tmp_path / "arrests-open-data.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Contents"]]).to_excel(book, sheet_name="Contents", index=False)
        rows = [
            ["Arrests open data", *[None] * 6],
            ["Financial Year", "Police Force Area", "Gender", "Age Group", "Ethnic Group",
             "Reason for arrest offence group", "Number of arrests"],
            ["2019/20", "Devon & Cornwall", "Male", "18 - 20 years", "White", "Robbery", 7],
        ]  # fmt: skip
        pd.DataFrame(rows).to_excel(book, sheet_name="Data", index=False, header=False)

    loaded = load_feed(ARRESTS, {path.name: path})

    assert loaded.accounts[path.name][0] == "home_office_arrests_workbook"
    assert arrests(loaded) == {("E23000035", 2019, "Robbery"): 7}


def test_the_real_arrests_are_those_of_the_file_read_line_by_line(load_feed, plain, shared_data):
    path = plain(shared_data / "home_office/police-arrests-data.csv.gz")
    loaded = load_feed(ARRESTS, {path.name: path})
    with path.open(encoding="utf-8", newline="") as file:
        by_hand = sum(
            int(row["arrests"])
            for row in csv.DictReader(file)
            if row["force_name"] == "Cambridgeshire" and row["financial_year"] == "2016/17"
        )

    found = arrests(loaded)

    assert loaded.accounts[path.name][1].rows_loaded == 286_500
    of_year = [n for (force, year, _), n in found.items() if force == "E23000023" and year == 2016]
    assert sum(of_year) == by_hand == 11_022
    lancashire = {
        n for (force, year, _), n in found.items() if (force, year) == ("E23000003", 2017)
    }
    assert lancashire == {None}


def breath_tests(loaded):
    loaded.build(FORCE, "assets/core/breath_test.sql")
    return {
        (row["force_code"], row["month_start_date"]): (
            row["test_count"],
            row["positive_count"],
            row["negative_count"],
        )
        for row in loaded.rows("from core.breath_test")
    }


def test_tests_of_a_month_count_once_with_both_their_results(load):
    loaded = load(
        BREATH_TESTS,
        "breath-tests-data.csv",
        BREATH_HEADER,
        '2018,"London, City of",Q1,February,50,positive,8',
        '2018,"London, City of",Q1,February,50,negative,42',
        "2017,Metropolitan Police,Q4,December,NA,positive,389",
        "2017,Metropolitan Police,Q4,December,NA,negative,NA",
        "NA,NA,NA,NA,NA,negative,NA",
    )

    assert breath_tests(loaded) == {
        ("E23000034", dt.date(2018, 2, 1)): (50, 8, 42),
        ("E23000001", dt.date(2017, 12, 1)): (None, 389, None),
    }
    assert loaded.accounts["breath-tests-data.csv"][1].rows_ignored == 1


def test_the_real_breath_tests_keep_what_is_below_nought_and_leave_out_empty_rows(
    load_feed, plain, shared_data
):
    path = plain(shared_data / "home_office/breath-tests-data.csv.gz")
    loaded = load_feed(BREATH_TESTS, {path.name: path})
    table = pd.read_csv(path)
    ours = table[(table["force"] == "Cambridgeshire") & (table["year"] == 2018)]

    found = breath_tests(loaded)

    account = loaded.accounts[path.name][1]
    assert (account.rows_in_file, account.rows_loaded, account.rows_ignored) == (17_546, 17_544, 2)
    of_2018 = [
        n for (force, month), n in found.items() if force == "E23000023" and month.year == 2018
    ]
    assert len(of_2018) == 12
    assert sum(n[0] for n in of_2018) == int(ours["tests"].sum() / 2) == 8_702
    assert sum(n[1] for n in of_2018) == 3_156
    assert found["W15000002", dt.date(2004, 7, 1)] == (88, 116, -28)
