"""How a promise is declared: a Great Expectations expectation, as data in the form it writes itself.

A suite is a list of `{"type": ..., "kwargs": ..., "severity": ...}`, which
`great_expectations.ExpectationSuite(name=..., expectations=...)` reads as it is. Nothing is imported
to declare one: a night runs suites in DuckDB, and Great Expectations itself only where it is asked
for (`pcplan check --engine great-expectations`). Each function here is named after its expectation
and returns a list, to stand in `critical` or in `warning`; `notes` say what a reader should know or
do when the promise breaks.
"""

from typing import Any

Suite = list[dict[str, Any]]


def critical(*promises: Suite) -> Suite:
    """Promises that keep a table's last good rows when they break: a figure built on it would be wrong."""
    return [one | {"severity": "critical"} for some in promises for one in some]


def warning(*promises: Suite) -> Suite:
    """Surprises: the rows are published, with the caveat printed beside the figure."""
    return [one | {"severity": "warning"} for some in promises for one in some]


def no_rows(description: str, query: str, notes: str | None = None) -> Suite:
    """Expect a query to find no row (`unexpected_rows_expectation`).

    The query names the checked rows `{batch}` and doubles the braces of a regular expression; the
    columns that it selects are the sample shown of what it finds.
    """
    found = _one("unexpected_rows_expectation", notes, unexpected_rows_query=query)
    return [found[0] | {"description": description}]


def no_repeats(description: str, columns: str, notes: str | None = None) -> Suite:
    """Expect no two rows to share all of these columns, an empty value being equal to another."""
    query = (
        f"select {columns}, count(*) as row_count from {{batch}} group by all having count(*) > 1"
    )
    return no_rows(description, query, notes)


def column_values_to_not_be_null(*columns: str, notes: str | None = None) -> Suite:
    """Expect each of these columns to be filled in every row."""
    return _each("expect_column_values_to_not_be_null", columns, notes)


def column_values_to_be_null(*columns: str, notes: str | None = None) -> Suite:
    """Expect each of these columns to be empty in every row."""
    return _each("expect_column_values_to_be_null", columns, notes)


def column_values_to_be_unique(*columns: str, notes: str | None = None) -> Suite:
    """Expect no two rows to share a value of each of these columns; empty ones are passed over."""
    return _each("expect_column_values_to_be_unique", columns, notes)


def column_values_to_be_between(
    *columns: str, min_value: Any = None, max_value: Any = None, notes: str | None = None
) -> Suite:
    """Expect the values of each of these columns within bounds, both included."""
    bounds = {"min_value": min_value, "max_value": max_value}
    given = {name: value for name, value in bounds.items() if value is not None}
    return _each("expect_column_values_to_be_between", columns, notes, **given)


def column_values_to_match_regex(*columns: str, regex: str, notes: str | None = None) -> Suite:
    """Expect the pattern somewhere in each value: `^` and `$` hold it to the whole."""
    return _each("expect_column_values_to_match_regex", columns, notes, regex=regex)


def column_values_to_be_in_set(
    column: str, value_set: list[Any], notes: str | None = None
) -> Suite:
    """Expect each value of the column to be one of a few; an empty one is passed over."""
    return _each("expect_column_values_to_be_in_set", (column,), notes, value_set=value_set)


def column_pair_values_a_to_be_greater_than_b(
    column_a: str, column_b: str, *, or_equal: bool = False, notes: str | None = None
) -> Suite:
    """Expect one column above another in each row that has both."""
    return _one(
        "expect_column_pair_values_a_to_be_greater_than_b",
        notes,
        column_A=column_a,
        column_B=column_b,
        or_equal=or_equal,
        ignore_row_if="either_value_is_missing",
    )


def compound_columns_to_be_unique(*columns: str, notes: str | None = None) -> Suite:
    """Expect no two rows to share all of these columns, an empty value being equal to another."""
    return _one("expect_compound_columns_to_be_unique", notes, column_list=list(columns))


def table_row_count_to_be_between(
    min_value: int | None = None, max_value: int | None = None, notes: str | None = None
) -> Suite:
    """Expect a number of rows within bounds, both included."""
    bounds = {"min_value": min_value, "max_value": max_value}
    given = {name: value for name, value in bounds.items() if value is not None}
    return _one("expect_table_row_count_to_be_between", notes, **given)


def table_columns_to_match_set(
    *columns: str, exact_match: bool = True, notes: str | None = None
) -> Suite:
    """Expect these columns, in any order; without `exact_match` others may stand beside them."""
    return _one(
        "expect_table_columns_to_match_set",
        notes,
        column_set=list(columns),
        exact_match=exact_match,
    )


def _each(kind: str, columns: tuple[str, ...], notes: str | None, **kwargs: Any) -> Suite:
    return [one for column in columns for one in _one(kind, notes, column=column, **kwargs)]


def _one(kind: str, notes: str | None, **kwargs: Any) -> Suite:
    return [{"type": kind, "kwargs": kwargs, **({"notes": notes} if notes else {})}]
