"""What a feed's contract enforces at intake is not promised again in `expectations/raw`."""

import re

import duckdb
import pytest

from expectations import expect
from pipelines import assemble
from pipelines.build.expectation import words
from pipelines.build.suite import run_suite
from pipelines.contract.feed import Column, Feed, Layout
from pipelines.ingest.intake.rules import FIRST_DAY_OF, broken, typing
from pipelines.store.warehouse import Warehouse
from tests.pipelines.conftest import Office

ONCE = re.compile(
    r"select (.*), count\(\*\) as row_count from \{batch\} group by all having count\(\*\) > 1"
)
NO_FIRST_DAY = re.compile(
    r"select (?:distinct )?(\w+) from \{batch\} where "
    r"(?:day\(\1\) <> (1)|\1 <> date_trunc\('(\w+)', \1\))"
)


def enforced(layout, expectation):
    """Say whether no record that breaks the expectation can pass the contract.

    Each answer rests on a rule of intake: a record whose cell is empty, of no known value, of another
    form, below the minimum or no first day is rejected; so is one that repeats the key of another in
    its file; a file must hold a record; and of two deliveries of a partition one is shown.
    """
    return _ENFORCED.get(expectation["type"], _never)(layout, **expectation["kwargs"])


def _never(layout, **_):
    return False


def _column(layout, name):
    return next((column for column in layout.columns if column.name == name), Column("", ("",)))


def _filled(layout, column):
    declared = _column(layout, column)
    return column == "source_file" or (declared.required and not declared.nullable)


def _in_set(layout, column, value_set):
    values = _column(layout, column).values
    return bool(values) and set(values) <= set(value_set)


def _above(layout, column, min_value=None, max_value=None):
    minimum = _column(layout, column).minimum
    return max_value is None and minimum is not None and minimum >= min_value


def _of_form(layout, column, regex):
    declared = _column(layout, column)
    if declared.values:
        return all(re.search(regex, value) for value in declared.values)
    whole = f"^{declared.pattern}$"
    return bool(declared.pattern) and "|" not in declared.pattern and regex == whole


def _once(layout, columns):
    """Rows alike in the partition come of one delivery, in which the key stands once."""
    shown_once = {"restate": (), "append": None}.get(layout.revision, layout.partition_by)
    return bool(layout.key) and shown_once is not None and {*layout.key, *shown_once} <= columns


def _query(layout, unexpected_rows_query):
    query = " ".join(unexpected_rows_query.split())
    if once := ONCE.fullmatch(query):
        return _once(layout, set(once[1].split(", ")))
    if first := NO_FIRST_DAY.fullmatch(query):
        unit = "month" if first[2] else first[3]
        is_date = _column(layout, first[1]).type == "date"
        return is_date and FIRST_DAY_OF.get(first[1]) == unit
    return False


_ENFORCED = {
    "expect_column_values_to_not_be_null": _filled,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_be_between": _above,
    "expect_column_values_to_match_regex": _of_form,
    "expect_column_values_to_be_unique": lambda layout, column: _once(layout, {column}),
    "expect_compound_columns_to_be_unique": lambda layout, column_list: _once(
        layout, set(column_list)
    ),
    "expect_table_row_count_to_be_between": lambda layout, **bounds: (
        bounds == {"min_value": 1} and layout.minimum_rows >= 1
    ),
    "unexpected_rows_expectation": _query,
}


def test_no_suite_promises_again_what_the_contract_enforces():
    catalogue = assemble.catalogue()
    again = [
        f"{name}: {words(expectation)}"
        for name, table in catalogue.tables.items()
        if table.layout is not None
        for expectation in catalogue.suites.get(name, [])
        if enforced(table.layout, expectation)
    ]
    assert again == []


# One contract with every rule, and for each rule a promise and a record that would break it.
MONTHS = ("month_start_date", "area", "kind", "count")
LAYOUT = Layout(
    table="returns",
    columns=(
        Column("month_start_date", ("month_start_date",), type="date", nullable=False),
        Column("area", ("area",), pattern=r"E\d{2}", nullable=False),
        Column("kind", ("kind",), values=("told", "kept")),
        Column("count", ("count",), type="integer", minimum=0),
    ),
    partition_by=("month_start_date",),
    key=("area", "kind"),
)
GOOD = [f"2019-01-01,E{n:02d},told,{n}" for n in range(20)]
PROMISES = {
    "not null": (expect.column_values_to_not_be_null("area"), "2019-01-01,,told,1"),
    "no month": (expect.column_values_to_not_be_null("month_start_date"), ",E77,told,1"),
    "in set": (expect.column_values_to_be_in_set("kind", ["told", "kept"]), "2019-01-01,E77,lost,1"),
    "at least": (expect.column_values_to_be_between("count", min_value=0), "2019-01-01,E77,told,-1"),
    "form": (
        expect.column_values_to_match_regex("area", regex=r"^E\d{2}$"),
        "2019-01-01,Kent,told,1",
    ),
    "form of each value": (
        expect.column_values_to_match_regex("kind", regex="^[a-z]+$"),
        "2019-01-01,E77,TOLD,1",
    ),
    "some rows": (expect.table_row_count_to_be_between(min_value=1), "2019-01-01,,told,1"),
    "once": (
        expect.no_repeats("each once", "month_start_date, area, kind"),
        "2019-01-01,E01,told,7",
    ),
    "once, of two files": (
        expect.compound_columns_to_be_unique("month_start_date", "area", "kind"),
        "2019-02-01,E01,told,7",
    ),
    "first of a month": (
        expect.no_rows("first", "select month_start_date from {batch} where day(month_start_date) <> 1"),
        "2019-01-02,E77,told,1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROMISES)
def test_what_is_said_to_be_enforced_holds_whatever_is_delivered(tmp_path, name):
    promise, wrong = PROMISES[name]
    assert enforced(LAYOUT, promise[0])
    office = Office(tmp_path)
    office.feeds = [
        Feed("returns", "Returns", "The force", "Analyst", "monthly", 5, (LAYOUT,), "OGL")
    ]
    header = ",".join(MONTHS) + "\n"
    office.deliver("returns/a.csv", header + "\n".join([*GOOD, wrong]) + "\n")
    office.night()
    office.deliver("returns/b.csv", header + "\n".join([wrong, *GOOD[1:5]]) + "\n")
    office.night()
    with Warehouse(office.site) as warehouse:
        (result,) = run_suite(warehouse.connection, expect.critical(promise), "raw.returns", "it")
        (rows,) = warehouse.one("select count(*) from raw.returns")
    assert result.passed, result.sample
    assert rows >= 4


@pytest.mark.parametrize(
    "promise",
    [
        expect.column_values_to_not_be_null("kind"),
        expect.column_values_to_be_in_set("kind", ["told"]),
        expect.column_values_to_be_between("count", min_value=1),
        expect.column_values_to_be_between("count", min_value=0, max_value=9),
        expect.column_values_to_match_regex("area", regex="^E[0-4]"),
        expect.column_values_to_match_regex("kind", regex="^t"),
        expect.no_repeats("each once, in all months", "area, kind"),
        expect.column_values_to_be_unique("area"),
        expect.table_row_count_to_be_between(min_value=2),
        expect.no_rows("low", "select area from {batch} where count < 0"),
    ],
)
def test_what_the_contract_leaves_open_may_be_promised(promise):
    assert not enforced(LAYOUT, promise[0])


def _counterexamples(layout):
    """For each rule of each column, a cell that breaks it."""
    for column in layout.columns:
        if not column.nullable:
            yield column, ""
        if column.values:
            yield column, "none of these"
        if column.pattern:
            yield column, "\u00a7 of no form"
        if column.minimum is not None:
            yield column, str(int(column.minimum) - 1)


def test_every_contract_rejects_what_breaks_one_of_its_rules():
    taken = []
    with duckdb.connect() as connection:
        for feed in assemble.feeds():
            for layout in feed.layouts:
                for column, cell in _counterexamples(layout):
                    tests = " or ".join(broken(layout, {column.name: 0}))
                    typed = typing(layout, {column.name: 0}, "(select nullif($1, '') as c0)")
                    if connection.execute(f"select {tests} from {typed}", [cell]).fetchone() != (
                        True,
                    ):
                        taken.append(f"{layout.table}.{column.name}: {cell!r}")
    assert taken == []
