"""A contract finds columns by the publisher's names, and periods in the publisher's file names."""

import datetime as dt

import pytest

from pipelines.contract.feed import (
    Alias,
    Column,
    Control,
    Feed,
    Layout,
    normal_header,
)
from pipelines.contract.periods import financial_year_in_path, month_in_path
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


def feed_of(*columns, **layout):
    return Feed(
        feed_id="x", title="", supplier="", owner="", due_days=1, rights="", cadence="daily",
        layouts=(Layout("t", columns, **layout),),
    )  # fmt: skip


COUNT = Column("n", ("N",), type="bigint")
CONTRADICTIONS = {
    "unknown state": (
        lambda: feed_of(Column("n", ("N",), type="bigint", markers={"*": "hidden"})),
        r"x: t: column n: marker '\*' has the state 'hidden'. Give it one of suppressed,",
    ),
    "markers and missing": (
        lambda: feed_of(Column("n", ("N",), missing=("", "-"), markers={"*": "suppressed"})),
        "column n: has both missing and markers. Move what missing lists",
    ),
    "a zero that is a date": (
        lambda: feed_of(Column("d", ("D",), type="date", markers={"-": "zero"})),
        "column d: marker '-' is zero, but a date has no zero",
    ),
    "a marker that may not be empty": (
        lambda: feed_of(Column("n", ("N",), nullable=False, markers={"*": "suppressed"})),
        "column n: marker '\\*' is suppressed, but the column may not be empty",
    ),
    "a state without markers": (
        lambda: feed_of(Column("n", ("N",), keeps_state=True)),
        "column n: keeps its state but has no markers",
    ),
    "a state that is a column": (
        lambda: feed_of(
            Column("n", ("N",), markers={"*": "suppressed"}, keeps_state=True),
            Column("n_state", ("S",)),
        ),
        "n_state is a column already",
    ),
    "an unknown revision": (
        lambda: feed_of(COUNT, revision="patch"),
        "x: t: revision 'patch' is unknown. Give it one of replace, restate, append",
    ),
    "a control of no column": (
        lambda: feed_of(COUNT, controls=(Control("total", "m"),)),
        "control 'total': names m, which is no column",
    ),
    "a control of a text": (
        lambda: feed_of(Column("a", ("A",)), controls=(Control("total", "a"),)),
        "control 'total': a is no number, so it has no sum",
    ),
    "a key of no column": (lambda: feed_of(COUNT, key=("m",)), "key names m, which is no column"),
    "completeness by no column": (
        lambda: feed_of(COUNT, complete_by=("file_period",)),
        "complete_by names file_period, which is no column",
    ),
    "the same header twice": (
        lambda: feed_of(COUNT, Column("m", ("M",), aliases=(Alias("n"),))),
        "column m: the header 'n' is that of n too",
    ),
    "the same column twice": (lambda: feed_of(COUNT, COUNT), "column n: is declared more than once"),
    "a name of the engine's own": (
        lambda: feed_of(Column("source_file", ("F",))), "column source_file: is a name that the engine",
    ),
    "an alias that ends before it begins": (
        lambda: feed_of(Column("n", ("N",), aliases=(Alias("M", "2020-01", "2019-01"),))),
        r"alias 'M' ends \(2019-01\) before it begins \(2020-01\)",
    ),
    "an alias of a day": (
        lambda: feed_of(Column("n", ("N",), aliases=(Alias("M", "2020-01-01"),))),
        "alias 'M' has the month '2020-01-01'. Write it as 2024-04",
    ),
    "a pattern that cannot be read": (
        lambda: feed_of(COUNT, ignore=("(total",)), "the pattern '\\(total' cannot be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contract_that_contradicts_itself_is_refused_with_feed_column_and_remedy(name):
    make, words = CONTRADICTIONS[name]
    with pytest.raises(ContractError, match=words):
        make()


def test_a_column_is_known_by_its_aliases_too():
    column = Column("n", ("N",), aliases=(Alias("Number"), Alias(r"re:no\.? of .*")))
    assert column.matches("NUMBER") and column.matches("No. of crimes") and column.matches("n")
    assert column.alias("n") is None
    assert column.alias("number") == Alias("Number")


def test_one_delivered_column_may_not_fill_two_of_ours():
    layout = Layout("t", (Column("a", (r"re:.*code",)), Column("b", (r"re:area.*",))))
    _, problems = layout.bind(["Area code"])
    assert problems == ["'Area code' would fill both a and b"]


def test_a_column_that_the_layout_has_not_is_named():
    with pytest.raises(ContractError, match=r"raw\.t: has no column z"):
        Layout("t", ()).column("z")


def test_headers_fold_to_small_letters_and_single_spaces():
    assert normal_header("Number of\r\n  Offenders ") == "number of offenders"
