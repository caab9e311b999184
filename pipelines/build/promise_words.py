"""Say in plain English what an expectation promises, from its type and its arguments."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

LISTED = 12


def promise(expectation_type: str, kwargs: Mapping[str, Any]) -> str:
    """Put an expectation into plain English, from its type and its arguments."""
    given = {name: value for name, value in kwargs.items() if value is not None}
    words = WORDS.get(expectation_type)
    text = words(given) if words else _plain(expectation_type, given)
    if given.get("mostly", 1) < 1:
        text += f", in at least {given['mostly']:.4g} of the rows it applies to"
    if given.get("row_condition"):
        text += f", where {_condition(given['row_condition'])}"
    return text


def _plain(expectation_type: str, given: Mapping[str, Any]) -> str:
    text = expectation_type.removeprefix("expect_").replace("_", " ")
    arguments = [
        f"{name.removesuffix('_').replace('_', ' ')} {spoken(value)}"
        for name, value in given.items()
        if name not in {"batch_id", "mostly", "row_condition", "condition_parser"}
    ]
    return f"{text}: {', '.join(arguments)}" if arguments else text


def _condition(condition: Any) -> str:
    """Read Great Expectations' condition objects; its text conditions read well as they are."""
    if not isinstance(condition, Mapping):
        return str(condition)
    kind = condition.get("type")
    if kind in ("and", "or"):
        return f" {kind} ".join(_condition(part) for part in condition["conditions"])
    column = condition.get("column", {}).get("name")
    if kind == "nullity":
        return f"{column} is {'empty' if condition['is_null'] else 'not empty'}"
    if kind == "comparison":
        return f"{column} {condition['operator']} {spoken(condition['parameter'])}"
    return spoken(condition)


def _range(given: Mapping[str, Any]) -> str:
    low, high = given.get("min_value"), given.get("max_value")
    least = "more than" if given.get("strict_min") else "at least"
    most = "less than" if given.get("strict_max") else "at most"
    if low is not None and low == high:
        return f"exactly {spoken(low)}"
    parts = [f"{least} {spoken(low)}"] if low is not None else []
    parts += [f"{most} {spoken(high)}"] if high is not None else []
    return " and ".join(parts) or "any number"


def listed(names: Iterable[Any]) -> str:
    """Join the first dozen with commas and count the rest."""
    texts = [spoken(name) for name in names]
    shown = ", ".join(texts[:LISTED])
    return f"{shown} and {len(texts) - LISTED} more" if len(texts) > LISTED else shown


def spoken(value: Any, column: str = "") -> str:
    """Write a value as a person would: no trailing .0, thousands marked, nothing as `empty`.

    A number in a column that is named after a year is one, and is written as it stands.
    """
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {spoken(inner, name)}" for name, inner in value.items())
    if type(value) is int and "year" in column.split("_"):
        return str(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(spoken, value))
    if isinstance(value, float) and value.is_integer():
        return f"{int(value):,}"
    return f"{value:,}" if type(value) in (int, float) else str(value)


def _of(measure: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda given: f"the {measure} {given['column']} is {_range(given)}"


WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "expect_table_columns_to_match_set": lambda g: (
        f"the columns are {'exactly ' if g.get('exact_match', True) else 'at least '}"
        f"{', '.join(g['column_set'])}"
    ),
    "expect_column_to_exist": lambda g: f"there is a column {g['column']}",
    "expect_column_values_to_not_be_null": lambda g: f"{g['column']} is never empty",
    "expect_column_values_to_be_null": lambda g: f"{g['column']} is always empty",
    "expect_column_values_to_be_in_set": lambda g: (
        f"{g['column']} is one of {listed(g['value_set'])}"
    ),
    "expect_column_values_to_not_be_in_set": lambda g: (
        f"{g['column']} is none of {listed(g['value_set'])}"
    ),
    "expect_column_distinct_values_to_be_in_set": lambda g: (
        f"{g['column']} holds nothing but {listed(g['value_set'])}"
    ),
    "expect_column_distinct_values_to_contain_set": lambda g: (
        f"{g['column']} holds each of {listed(g['value_set'])}"
    ),
    "expect_column_values_to_match_regex": lambda g: f"{g['column']} has the form {g['regex']}",
    "expect_column_values_to_not_match_regex": lambda g: (
        f"{g['column']} never has the form {g['regex']}"
    ),
    "expect_column_values_to_be_of_type": lambda g: f"{g['column']} is of type {g['type_']}",
    "expect_column_values_to_be_between": lambda g: f"{g['column']} is {_range(g)}",
    "expect_column_value_lengths_to_equal": lambda g: (
        f"{g['column']} is {spoken(g['value'])} characters long"
    ),
    "expect_column_values_to_be_unique": lambda g: f"no two rows share {g['column']}",
    "expect_compound_columns_to_be_unique": lambda g: (
        f"no two rows share all of {', '.join(g['column_list'])}"
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": lambda g: (
        f"{g['column_A']} is {'at least' if g.get('or_equal') else 'more than'} {g['column_B']}"
    ),
    "expect_column_pair_values_to_be_equal": lambda g: f"{g['column_A']} equals {g['column_B']}",
    "expect_table_row_count_to_be_between": lambda g: f"the number of rows is {_range(g)}",
    "expect_table_row_count_to_equal": lambda g: (
        f"the number of rows is exactly {spoken(g['value'])}"
    ),
    "expect_column_sum_to_be_between": _of("sum of"),
    "expect_column_mean_to_be_between": _of("mean of"),
    "expect_column_median_to_be_between": _of("median of"),
    "expect_column_min_to_be_between": _of("smallest"),
    "expect_column_max_to_be_between": _of("largest"),
    "expect_column_unique_value_count_to_be_between": _of("number of different values of"),
    "unexpected_rows_expectation": lambda g: (
        f"no row is found by: {' '.join(g['unexpected_rows_query'].split())}"
    ),
}
