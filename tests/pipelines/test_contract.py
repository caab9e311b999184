"""A contract finds columns by the publisher's names, and periods in the publisher's file names."""

import datetime as dt

import pytest

from pipelines.contract import (
    Column,
    Feed,
    Layout,
    financial_year_in_path,
    month_in_path,
    normal_header,
)
from pipelines.errors import ContractError


@pytest.mark.parametrize(
    "cell", ["Crime ID", " crime id ", "CRIME  ID", "\ufeffCrime ID", "Crime\r\nID", "Crime\xa0ID"]
)
def test_a_header_is_known_whatever_a_spreadsheet_did_to_it(cell):
    assert Column("crime_id", ("Crime ID",)).matches(cell)


@pytest.mark.parametrize("cell", ["Crime", "Crime IDs", "", "ID Crime"])
def test_another_header_is_not_taken_for_it(cell):
    assert not Column("crime_id", ("Crime ID",)).matches(cell)


def test_a_pattern_takes_every_year_s_name():
    column = Column("district_code", (r"re:lad\d\dcd",))
    assert column.matches("LAD19CD")
    assert column.matches("lad21cd")
    assert not column.matches("LAD19NM")


def test_binding_names_each_column_that_is_missing_or_stands_twice():
    layout = Layout(
        "t", (Column("a", ("A",)), Column("b", ("B",)), Column("c", ("C",), required=False))
    )
    assert layout.bind(["B", "A"]) == ({"a": 1, "b": 0}, [])
    places, problems = layout.bind(["A", "x", "a"])
    assert places == {}
    assert problems == ["'A' stands more than once (column 1, column 3)", "missing 'B'"]


MONTHS = {
    "2019-10/2019-10-cambridgeshire-street.csv": "2019-10",
    "police_demand_201910.csv": "2019-10",
    "principal_offence_category_october_2014.csv": "2014-10",
    "2014/principal_offence_category_march.csv": "2014-03",
    "archive.zip!Sept-2016/data.csv": "2016-09",
    "2015\\may\\data.csv": "2015-05",
    "2019_02 delivered late.csv": "2019-02",
}


@pytest.mark.parametrize(("path", "month"), MONTHS.items())
def test_the_month_is_read_from_the_name_or_its_folders(path, month):
    assert month_in_path(path) == dt.date.fromisoformat(f"{month}-01")


@pytest.mark.parametrize(
    "path", ["data.csv", "market_data.csv", "2019.csv", "20191399.csv", "x/13.csv"]
)
def test_a_name_without_a_month_has_none(path):
    assert month_in_path(path) is None


@pytest.mark.parametrize(
    ("path", "year"),
    [("a_2018-19.csv", 2018), ("2018_2019/a.csv", 2018), ("a 1999-00.csv", 1999)],
)
def test_the_financial_year_is_read_from_the_name(path, year):
    assert financial_year_in_path(path) == dt.date(year, 4, 1)


def test_a_span_of_several_years_is_no_financial_year():
    assert financial_year_in_path("crime_2012-2026.csv") is None


def test_a_feed_of_an_unknown_cadence_or_without_layouts_is_refused():
    given = {
        "feed_id": "x",
        "title": "",
        "supplier": "",
        "owner": "",
        "due_days": 1,
        "rights": "",
    }
    with pytest.raises(ContractError, match="cadence 'sometimes' is not one of daily"):
        Feed(**given, cadence="sometimes", layouts=(Layout("x", ()),))
    with pytest.raises(ContractError, match="declares no layout"):
        Feed(**given, cadence="daily", layouts=())


def test_a_column_that_the_layout_has_not_is_named():
    with pytest.raises(ContractError, match=r"raw\.t: has no column z"):
        Layout("t", ()).column("z")


def test_headers_fold_to_small_letters_and_single_spaces():
    assert normal_header("Number of\r\n  Offenders ") == "number of offenders"
