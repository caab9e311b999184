"""Which rows break each kind of expectation, and which queries are counted in one scan."""

import datetime as dt

import duckdb
import pytest

from expectations import expect
from pipelines.build.expectation import KINDS, listed, plain_condition
from pipelines.build.suite import run_suite

ROWS = {
    "good": "('a', 1, 2, date '2019-01-01'), ('b', 2, 2, date '2019-02-01')",
    "empty cells": "(null, null, null, null), ('a', 1, null, null), ('b', null, 1, null)",
    "wrong": "('a', -1, 2, date '1900-01-01'), ('a', 9, 2, date '2099-01-01'), ('{x}', 9, 2, null)",
    "none": "",
}
# Each promise, and how many rows or keys break it in the rows above; None where the table does.
PROMISES = {
    "not null": (expect.column_values_to_not_be_null("code"), (0, 1, 0, 0)),
    "null": (expect.column_values_to_be_null("code"), (2, 2, 3, 0)),
    "in set": (expect.column_values_to_be_in_set("code", ["a", "b", "it's"]), (0, 0, 1, 0)),
    "numbers in set": (expect.column_values_to_be_in_set("low", [1, 2]), (0, 0, 3, 0)),
    "at least": (expect.column_values_to_be_between("low", min_value=0), (0, 0, 1, 0)),
    "between": (
        expect.column_values_to_be_between("low", min_value=0, max_value=5.5),
        (0, 0, 3, 0),
    ),
    "dates": (
        expect.column_values_to_be_between(
            "day", min_value=dt.date(2000, 1, 1), max_value=dt.date(2030, 1, 1)
        ),
        (0, 0, 2, 0),
    ),
    "regex": (expect.column_values_to_match_regex("code", regex=r"^[a-z]{1}$"), (0, 0, 1, 0)),
    "unique": (expect.column_values_to_be_unique("code"), (0, 0, 1, 0)),
    "key": (expect.compound_columns_to_be_unique("low", "high"), (0, 0, 1, 0)),
    "repeats": (expect.no_repeats("a pair once", "low, high"), (0, 0, 1, 0)),
    "pair": (expect.column_pair_values_a_to_be_greater_than_b("high", "low"), (1, 0, 2, 0)),
    "pair or equal": (
        expect.column_pair_values_a_to_be_greater_than_b("high", "low", or_equal=True),
        (0, 0, 2, 0),
    ),
    "grouped": (
        expect.no_rows("no code twice", "select code from {batch} group by 1 having count(*) > 1"),
        (0, 0, 1, 0),
    ),
}
OF_THE_TABLE = {
    "some rows": (expect.table_row_count_to_be_between(min_value=1), ("", "", "", "found 0")),
    "two rows": (
        expect.table_row_count_to_be_between(min_value=2, max_value=2),
        ("", "found 3", "found 3", "found 0"),
    ),
    "columns": (expect.table_columns_to_match_set("day", "code", "low", "high"), ("",) * 4),
    "too few columns": (
        expect.table_columns_to_match_set("code", "it's", "low", "new"),
        ("missing it's, new; unexpected day, high",) * 4,
    ),
    "these among others": (
        expect.table_columns_to_match_set("day", "code", exact_match=False),
        ("",) * 4,
    ),
    "one that is not there": (
        expect.table_columns_to_match_set("day", "month", exact_match=False),
        ("missing month",) * 4,
    ),
}


@pytest.fixture(scope="module")
def judge():
    """Judge rows by one promise."""
    with duckdb.connect() as connection:

        def judge(promise, rows):
            connection.execute(
                "create or replace temp table t (code varchar, low integer, high integer, day date)"
            )
            if rows:
                connection.execute(f"insert into t values {rows}")
            (result,) = run_suite(connection, expect.critical(promise), "t", "core.t")
            assert not result.raised, result.error
            return result

        yield judge


@pytest.mark.parametrize("name", PROMISES)
def test_what_breaks_a_promise_is_counted(judge, name):
    promise, counts = PROMISES[name]
    results = [judge(promise, rows) for rows in ROWS.values()]
    assert tuple(result.unexpected_count for result in results) == counts
    assert [result.passed for result in results] == [count == 0 for count in counts]


@pytest.mark.parametrize("name", OF_THE_TABLE)
def test_a_table_that_breaks_a_promise_is_shown_and_not_counted(judge, name):
    promise, samples = OF_THE_TABLE[name]
    results = [judge(promise, rows) for rows in ROWS.values()]
    assert tuple(result.sample or "" for result in results) == samples
    assert {result.unexpected_count for result in results} == {None}
    assert [result.passed for result in results] == [not sample for sample in samples]


def test_every_kind_is_tried_here_and_can_be_declared():
    tried = {promise[0]["type"] for promise, _ in (PROMISES | OF_THE_TABLE).values()}
    assert tried == KINDS.keys()


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


def test_a_long_list_is_cut_and_what_is_left_off_is_counted():
    assert listed(range(15)).endswith("10, 11 and 3 more")
