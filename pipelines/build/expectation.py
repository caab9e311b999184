"""The kinds of expectation that a suite may hold: each in words, and as a query for what breaks it.

A kind is a Great Expectations expectation by its own name and arguments; a query finds nothing where
Great Expectations would pass. They differ in one thing, on purpose: a repeated key with an empty part
is found here, and overlooked by Great Expectations, which joins on equality.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.errors import ConfigurationError
from pipelines.sql import literal

LISTED = 12
ROWS = "unexpected_rows_expectation"


@dataclass(frozen=True)
class Breaks:
    """A query for the rows of `{batch}` that break an expectation, and how they are counted.

    `condition` is the filter of a query that does nothing but filter: many are counted in one scan.
    `of_rows` is false where it is the table that breaks it, and not so many of its rows.
    """

    query: str
    condition: str | None = None
    of_rows: bool = True


def words(expectation: Mapping[str, Any]) -> str:
    """Say in plain English what an expectation promises."""
    return expectation.get("description") or _kind(expectation).words(**expectation["kwargs"])


def breaks(expectation: Mapping[str, Any]) -> Breaks:
    """Give the query for what breaks an expectation."""
    return _kind(expectation).breaks(**expectation["kwargs"])


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


def _range(low: Any, high: Any) -> str:
    if low is not None and low == high:
        return f"exactly {spoken(low)}"
    parts = [f"at least {spoken(low)}"] if low is not None else []
    parts += [f"at most {spoken(high)}"] if high is not None else []
    return " and ".join(parts)


def _outside(what: str, low: Any, high: Any) -> str:
    bounds = ((f"{what} <", low), (f"{what} >", high))
    return " or ".join(f"{text} {literal(value)}" for text, value in bounds if value is not None)


def _literals(values: Iterable[Any]) -> str:
    return ", ".join(map(literal, values))


def _filter(columns: str, condition: str) -> Breaks:
    braced = condition.replace("{", "{{").replace("}", "}}")
    return Breaks(f"select {columns} from {{batch}} where {braced}", condition)


def _null(column: str) -> Breaks:
    return _filter("*", f'"{column}" is null')


def _not_null(column: str) -> Breaks:
    return _filter(f'"{column}"', f'"{column}" is not null')


def _beyond(column: str, min_value: Any = None, max_value: Any = None) -> Breaks:
    return _filter(f'"{column}"', _outside(f'"{column}"', min_value, max_value))


def _not_in(column: str, value_set: list[Any]) -> Breaks:
    return _filter(f'"{column}"', f'"{column}" not in ({_literals(value_set)})')


def _no_match(column: str, regex: str) -> Breaks:
    return _filter(f'"{column}"', f'not regexp_matches("{column}", {literal(regex)})')


def _not_above(column_A: str, column_B: str, or_equal: bool = False, **_: Any) -> Breaks:  # noqa: N803
    pair = f'"{column_A}", "{column_B}"'
    return _filter(pair, f'"{column_A}" {"<" if or_equal else "<="} "{column_B}"')


def _repeats(columns: list[str], where: str = "") -> Breaks:
    names = ", ".join(f'"{column}"' for column in columns)
    return Breaks(
        f"select {names}, count(*) as row_count from {{batch}}{where} "
        "group by all having count(*) > 1"
    )


def _wrong_row_count(min_value: Any = None, max_value: Any = None) -> Breaks:
    return Breaks(
        "select format('found {{:,}}', count(*)) as found from {batch} "
        f"having {_outside('count(*)', min_value, max_value)}",
        of_rows=False,
    )


def _wrong_columns(column_set: list[str], exact_match: bool = True) -> Breaks:
    held = "(select column_name from (describe select * from {batch}))"
    wanted = f"(select unnest([{_literals(column_set)}]) as column_name)"
    sides = [("missing", wanted, held), ("unexpected", held, wanted)]
    query = " union all ".join(
        f"select '{kind} ' || string_agg(column_name, ', ' order by column_name) as found "
        f"from {one} where column_name not in {other} having count(*) > 0"
        for kind, one, other in sides[: 2 if exact_match else 1]
    )
    return Breaks(query, of_rows=False)


def _rows_of(unexpected_rows_query: str) -> Breaks:
    return Breaks(unexpected_rows_query, plain_condition(unexpected_rows_query))


_PLAIN = re.compile(
    r"\s*select\s+(?P<columns>[\w\s,*\"]+?)\s+from\s+\{batch\}\s+where\s+(?P<condition>.+?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_NOT_PLAIN = re.compile(
    r"--|/\*|;|\b(distinct|select|group|having|qualify|window|over|union|intersect|except|order|limit|"
    r"offset|sample|using)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'(?:[^']|'')*'")


def plain_condition(query: str) -> str | None:
    """Return the condition of a query that only names columns of the batch and filters its rows.

    None where anything else stands in the query: it may then count other than the rows filtered.
    """
    match = _PLAIN.fullmatch(query)
    if match is None or _NOT_PLAIN.search(_QUOTED.sub("''", query[match.start("columns") :])):
        return None
    return match["condition"].replace("{{", "{").replace("}}", "}")


@dataclass(frozen=True)
class _Kind:
    """How one kind is said and asked; both take the arguments that the expectation has."""

    words: Callable[..., str]
    breaks: Callable[..., Breaks]


KINDS = {
    "expect_table_columns_to_match_set": _Kind(
        lambda column_set, exact_match=True: (
            f"the columns are {'exactly' if exact_match else 'at least'} {', '.join(column_set)}"
        ),
        _wrong_columns,
    ),
    "expect_table_row_count_to_be_between": _Kind(
        lambda min_value=None, max_value=None: (
            f"the number of rows is {_range(min_value, max_value)}"
        ),
        _wrong_row_count,
    ),
    "expect_column_values_to_not_be_null": _Kind(lambda column: f"{column} is never empty", _null),
    "expect_column_values_to_be_null": _Kind(lambda column: f"{column} is always empty", _not_null),
    "expect_column_values_to_be_unique": _Kind(
        lambda column: f"no two rows share {column}",
        lambda column: _repeats([column], f' where "{column}" is not null'),
    ),
    "expect_column_values_to_be_between": _Kind(
        lambda column, min_value=None, max_value=None: (
            f"{column} is {_range(min_value, max_value)}"
        ),
        _beyond,
    ),
    "expect_column_values_to_be_in_set": _Kind(
        lambda column, value_set: f"{column} is one of {listed(value_set)}", _not_in
    ),
    "expect_column_values_to_match_regex": _Kind(
        lambda column, regex: f"{column} has the form {regex}", _no_match
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": _Kind(
        lambda column_A, column_B, or_equal=False, **_: (  # noqa: N803
            f"{column_A} is {'at least' if or_equal else 'more than'} {column_B}"
        ),
        _not_above,
    ),
    "expect_compound_columns_to_be_unique": _Kind(
        lambda column_list: f"no two rows share all of {', '.join(column_list)}",
        lambda column_list: _repeats(column_list),
    ),
    ROWS: _Kind(
        lambda unexpected_rows_query: (
            f"no row is found by: {' '.join(unexpected_rows_query.split())}"
        ),
        _rows_of,
    ),
}


def _kind(expectation: Mapping[str, Any]) -> _Kind:
    try:
        return KINDS[expectation["type"]]
    except KeyError:
        raise ConfigurationError(
            f"{expectation['type']}: is no kind of expectation that a night can run. Use one of "
            f"{', '.join(KINDS)}."
        ) from None
