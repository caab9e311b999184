"""Put promises about a column's values as queries for the rows that break them.

Great Expectations resolves some eight metrics for one promise about a column's values (13 ms), two
for a query that must find no row (5 ms: it counts the rows and fetches them), and a night keeps some
thousand promises. Counting alone is enough (3 ms), as a sample is taken only of what broke. The query
says the same: empty values are passed over, as Great Expectations does, but a repeated key with an empty
part is found, which `ExpectCompoundColumnsToBeUnique` overlooks. What has no such form is left as it
is, among it whatever has a tolerance, a condition or a type of its own.
"""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.promise_words import promise

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation, UnexpectedRowsExpectation

UNSUPPORTED = ("row_condition", "strict_min", "strict_max", "parse_strings_as_datetimes")
ROW_COUNT = "unexpected_rows_query.row_count"
PASSED_OVER = ("both_values_are_missing", "either_value_is_missing", "all_values_are_missing", None)


@functools.cache
def counted_rows() -> "type[UnexpectedRowsExpectation]":
    """Return the expectation that counts the rows a query finds, and does not fetch them."""
    from great_expectations.expectations import UnexpectedRowsExpectation

    class ExpectNoRows(UnexpectedRowsExpectation):
        """No row is found by a query."""

        metric_dependencies = (ROW_COUNT,)

        def _validate(
            self,
            metrics: dict[str, Any],
            runtime_configuration: dict[str, Any] | None = None,
            execution_engine: Any = None,
        ) -> dict[str, Any]:
            found = metrics[ROW_COUNT]
            return {"success": found == 0, "result": {"observed_value": found}}

    return ExpectNoRows


def as_row_query(expectation: "Expectation") -> "Expectation":
    """Return the same promise as a query whose rows are counted, or the promise itself."""
    configuration = expectation.configuration
    given = {name: value for name, value in configuration.kwargs.items() if value is not None}
    if configuration.type == "unexpected_rows_expectation":
        return _counting(expectation, given["unexpected_rows_query"])
    query = None
    write = _QUERIES.get(configuration.type)
    if write and given.get("mostly", 1) == 1 and not any(given.get(name) for name in UNSUPPORTED):
        query = write(given)
    if query is None:
        return expectation
    return _counting(
        expectation, query.replace("{", "{{").replace("}", "}}").replace(_BATCH, "{batch}")
    )


def _counting(expectation: "Expectation", query: str) -> "Expectation":
    configuration = expectation.configuration
    return counted_rows()(
        unexpected_rows_query=query,
        description=expectation.description or promise(configuration.type, configuration.kwargs),
        severity=expectation.severity,
        notes=expectation.notes,
    )


_BATCH = "\0batch\0"


def _rows(column: str, breaks: str) -> str:
    return f'select "{column}" from {_BATCH} where {breaks}'


def _literal(value: Any) -> str | None:
    """Write a value of a promise in SQL; None for a kind that has no plain form."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return None


def _listed(values: Any) -> str | None:
    texts = [_literal(value) for value in values]
    return None if None in texts or not texts else ", ".join(text for text in texts if text)


def _in_set(given: Mapping[str, Any]) -> str | None:
    listed = _listed(given["value_set"])
    return listed and _rows(given["column"], f'"{given["column"]}" not in ({listed})')


def _not_in_set(given: Mapping[str, Any]) -> str | None:
    listed = _listed(given["value_set"])
    return listed and _rows(given["column"], f'"{given["column"]}" in ({listed})')


def _between(given: Mapping[str, Any]) -> str | None:
    bounds = [("<", given.get("min_value")), (">", given.get("max_value"))]
    texts = [(sign, _literal(value)) for sign, value in bounds if value is not None]
    if not texts or any(text is None for _, text in texts):
        return None
    breaks = " or ".join(f'"{given["column"]}" {sign} {text}' for sign, text in texts)
    return _rows(given["column"], breaks)


def _matches(given: Mapping[str, Any], wanted: str) -> str:
    found = f'regexp_matches("{given["column"]}", {_literal(given["regex"])})'
    return _rows(given["column"], f"{wanted} {found}")


def _repeated(columns: list[str], where: str = "") -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"select {names}, count(*) as row_count from {_BATCH}{where} "
        "group by all having count(*) > 1"
    )


def _pair(given: Mapping[str, Any]) -> str | None:
    if given.get("ignore_row_if") not in PASSED_OVER:
        return None
    first, second = f'"{given["column_A"]}"', f'"{given["column_B"]}"'
    sign = "<" if given.get("or_equal") else "<="
    return f"select {first}, {second} from {_BATCH} where {first} {sign} {second}"


_QUERIES: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "expect_column_values_to_not_be_null": lambda g: (
        f'select * from {_BATCH} where "{g["column"]}" is null'
    ),
    "expect_column_values_to_be_null": lambda g: _rows(g["column"], f'"{g["column"]}" is not null'),
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_not_be_in_set": _not_in_set,
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_match_regex": lambda g: _matches(g, "not"),
    "expect_column_values_to_not_match_regex": lambda g: _matches(g, ""),
    "expect_column_values_to_be_unique": lambda g: _repeated(
        [g["column"]], f' where "{g["column"]}" is not null'
    ),
    "expect_compound_columns_to_be_unique": lambda g: _repeated(list(g["column_list"])),
    "expect_column_pair_values_a_to_be_greater_than_b": _pair,
}
