"""A promise put as a query judges rows as Great Expectations itself does."""

import datetime as dt

import duckdb
import duckdb_engine
import great_expectations as gx
import great_expectations.expectations as gxe
import pytest

from pipelines.build import checks
from pipelines.build.checks import Checker
from pipelines.build.row_queries import as_row_query, counted_rows, plain_condition

ROWS = {
    "good": "('a', 1, 2, date '2019-01-01'), ('b', 2, 2, date '2019-02-01')",
    "empty cells": "(null, null, null, null), ('a', 1, null, null), ('b', null, 1, null)",
    "wrong": "('a', -1, 2, date '1900-01-01'), ('a', 9, 2, date '2099-01-01'), ('{x}', 9, 2, null)",
    "none": "",
}
PROMISES = {
    "not null": gxe.ExpectColumnValuesToNotBeNull(column="code"),
    "null": gxe.ExpectColumnValuesToBeNull(column="code"),
    "in set": gxe.ExpectColumnValuesToBeInSet(column="code", value_set=["a", "b", "it's"]),
    "not in set": gxe.ExpectColumnValuesToNotBeInSet(column="code", value_set=["{x}"]),
    "numbers in set": gxe.ExpectColumnValuesToBeInSet(column="low", value_set=[1, 2]),
    "at least": gxe.ExpectColumnValuesToBeBetween(column="low", min_value=0),
    "between": gxe.ExpectColumnValuesToBeBetween(column="low", min_value=0, max_value=5.5),
    "dates": gxe.ExpectColumnValuesToBeBetween(
        column="day", min_value=dt.date(2000, 1, 1), max_value=dt.date(2030, 1, 1)
    ),
    "regex": gxe.ExpectColumnValuesToMatchRegex(column="code", regex=r"^[a-z]{1}$"),
    "not regex": gxe.ExpectColumnValuesToNotMatchRegex(column="code", regex=r"\{"),
    "unique": gxe.ExpectColumnValuesToBeUnique(column="code"),
    "pair": gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="high", column_B="low"),
    "pair or equal": gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="high", column_B="low", or_equal=True, ignore_row_if="either_value_is_missing"
    ),
    "some rows": gxe.ExpectTableRowCountToBeBetween(min_value=1),
    "two rows": gxe.ExpectTableRowCountToBeBetween(min_value=2, max_value=2),
    "columns": gxe.ExpectTableColumnsToMatchSet(column_set=["day", "code", "low", "high"]),
    "too few columns": gxe.ExpectTableColumnsToMatchSet(column_set=["code", "it's", "low", "new"]),
    "these among others": gxe.ExpectTableColumnsToMatchSet(
        column_set=["day", "code"], exact_match=False
    ),
    "one that is not there": gxe.ExpectTableColumnsToMatchSet(
        column_set=["day", "month"], exact_match=False
    ),
}
OF_THE_TABLE = ("some rows", "two rows", "columns", "too few columns")


@pytest.fixture(scope="module")
def judge():
    """Judge rows by one promise, put as a query or as it is."""
    with duckdb.connect() as connection:
        checker = Checker(connection)

        def judge(promise, rows, *, as_it_is):
            connection.execute(
                "create or replace temp table t (code varchar, low integer, high integer, day date)"
            )
            if rows:
                connection.execute(f"insert into t values {rows}")
            connection.execute("create or replace temp view checked as from t")
            suite = gx.ExpectationSuite(name="t", expectations=[promise])
            with pytest.MonkeyPatch.context() as patch:
                if as_it_is:
                    patch.setattr(checks, "as_row_query", lambda promise: promise)
                (result,) = checker.check(suite, "checked")
            assert not result.raised, result.error
            return result

        yield judge


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("name", PROMISES)
def test_a_query_passes_and_breaks_where_great_expectations_does(judge, name, rows):
    promise = PROMISES[name]
    assert isinstance(as_row_query(promise), counted_rows())
    ours = judge(promise, ROWS[rows], as_it_is=False)
    theirs = judge(promise, ROWS[rows], as_it_is=True)
    assert (ours.passed, ours.expectation) == (theirs.passed, theirs.expectation)
    if name in OF_THE_TABLE:
        assert (ours.unexpected_count, ours.sample) == (None, theirs.sample)
    elif name == "one that is not there":
        assert ours.sample == "missing month"
    elif name != "unique":
        assert (ours.unexpected_count or 0) == (theirs.unexpected_count or 0)


@pytest.mark.parametrize(
    "promise",
    [
        gxe.ExpectColumnValuesToNotBeNull(column="code", mostly=0.9),
        gxe.ExpectColumnValuesToBeBetween(column="low", min_value=0, strict_min=True),
        gxe.ExpectTableRowCountToEqual(value=4),
        gxe.ExpectColumnSumToBeBetween(column="low", min_value=1),
    ],
)
def test_what_has_no_such_form_is_left_to_great_expectations(promise):
    assert as_row_query(promise) is promise


def test_severity_notes_and_words_are_kept():
    promise = gxe.ExpectColumnValuesToNotBeNull(
        column="code", severity="warning", notes="Ask the supplier."
    )
    query = as_row_query(promise)
    assert (query.severity.value, query.notes) == ("warning", "Ask the supplier.")
    assert query.description == "code is never empty"


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("select * from {batch} where low > high", "low > high"),
        ('select "code", low\nfrom {batch}\nwhere low is null or\n  high < 0', "low is null or\n  high < 0"),
        ("SELECT * FROM {batch} WHERE code = 'group by'", "code = 'group by'"),
        ("select * from {batch} where regexp_matches(code, 'x{{2}}')", "regexp_matches(code, 'x{2}')"),
        ("select distinct code from {batch} where low > 1", None),
        ("select code, count(*) from {batch} where low > 1 group by all", None),
        ("select code from {batch} where low > 1 limit 1", None),
        ("select code from {batch} where low > (select max(high) from {batch})", None),
        ("select code from {batch} where low > 1 union all select code from {batch}", None),
        ("select code from {batch} where low > 1 -- and no more", None),
        ("select max(low) from {batch} where low > 1", None),
        ("select code from {batch} join {batch} as b using (code) where low > 1", None),
        ("select code from {batch}", None),
    ],
)  # fmt: skip
def test_only_a_plain_filter_is_counted_as_one(query, condition):
    assert plain_condition(query) == condition


def test_the_promises_of_a_suite_are_counted_in_one_query(monkeypatch):
    asked = []
    with duckdb.connect() as connection:
        checker = Checker(connection)
        connection.execute("create temp table t as select 'a' as code, 3 as low, 2 as high")
        connection.execute("create temp view checked as from t")
        monkeypatch.setattr(
            "duckdb_engine.CursorWrapper.execute",
            _noting(asked, duckdb_engine.CursorWrapper.execute),
        )
        suite = gx.ExpectationSuite(
            name="t",
            expectations=[
                PROMISES["not null"],
                PROMISES["pair"],
                PROMISES["unique"],
                gxe.UnexpectedRowsExpectation(
                    unexpected_rows_query="select low from {batch} group by all having sum(low) > 2"
                ),
            ],
        )
        results = checker.check(suite, "checked")
    assert [one.unexpected_count for one in results] == [0, 1, 0, 1]
    assert len([query for query in asked if "count(*)" in query]) == 1


def _noting(asked, execute):
    def noted(self, statement, *arguments, **named):
        asked.append(statement)
        return execute(self, statement, *arguments, **named)

    return noted


def test_promises_about_an_empty_table_that_group_its_rows_hold(judge):
    grouped = gxe.UnexpectedRowsExpectation(
        unexpected_rows_query="select code from {batch} group by all having count(*) > 1"
    )
    assert judge(grouped, "", as_it_is=False).passed
