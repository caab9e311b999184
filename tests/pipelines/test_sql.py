"""Values are written into SQL in one place, and DuckDB reads them back as what they were."""

import datetime as dt

import duckdb
import pytest

from pipelines.sql import literal


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        0.5,
        "O'Brien; drop table observation --",
        "",
        dt.date(2019, 12, 18),
        dt.datetime(2019, 12, 18, 2, 30),
        ["it's", "two"],
    ],
)
def test_a_value_is_read_back_as_it_was_written(value):
    assert duckdb.sql(f"select {literal(value)}").fetchone() == (value,)


def test_a_value_without_a_form_in_sql_is_refused():
    with pytest.raises(TypeError, match="has no form in SQL"):
        literal(object())
