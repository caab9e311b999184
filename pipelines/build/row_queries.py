"""Put promises about a column's values as queries for the rows that break them.

Great Expectations resolves some eight metrics for one promise about a column's values (13 ms), two
for a query that must find no row (5 ms: it counts the rows and fetches them), and a night keeps some
two thousand promises. Counting is enough, as a sample is taken only of what broke, and the counts of
a suite are asked for in one query, in which a plain condition is one more filter on the same scan.
What is put so says the same: empty values are passed over, as Great Expectations does, but a repeated
key with an empty part is found, which `ExpectCompoundColumnsToBeUnique` overlooks. What has no such
form is left as it is, among it whatever has a tolerance, a condition or a type of its own.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.build.promise_words import promise

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation, UnexpectedRowsExpectation

UNSUPPORTED = ("row_condition", "strict_min", "strict_max", "parse_strings_as_datetimes")
ROW_COUNT = "row_query.row_count"
PASSED_OVER = ("both_values_are_missing", "either_value_is_missing", "all_values_are_missing", None)


@functools.cache
def counted_rows() -> "type[UnexpectedRowsExpectation]":
    """Return the expectation that counts the rows a query finds, and does not fetch them."""
    from great_expectations.expectations import UnexpectedRowsExpectation

    _teach_row_count()

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


def _teach_row_count() -> None:
    """Register the count of a query's rows as an aggregate, which Great Expectations bundles."""
    import sqlalchemy
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine
    from great_expectations.expectations.metrics.metric_provider import metric_partial
    from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider

    class RowQueryCount(QueryMetricProvider):
        """How many rows a query over the batch finds."""

        metric_name = ROW_COUNT
        value_keys = (query_param_name,) = ("unexpected_rows_query",)

        @metric_partial(
            engine=SqlAlchemyExecutionEngine,
            partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
            domain_type=MetricDomainTypes.TABLE,
        )
        def _sqlalchemy(
            cls,  # noqa: N805 - Great Expectations binds it to the class
            execution_engine: Any,
            metric_domain_kwargs: dict[str, Any],
            metric_value_kwargs: dict[str, Any],
            metrics: dict[str, Any],
            runtime_configuration: dict[str, Any],
        ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
            query = cls._get_query_from_metric_value_kwargs(metric_value_kwargs)
            if condition := plain_condition(query):
                count = f"count(*) filter (where {condition})"
            else:
                batch, _, _ = execution_engine.get_compute_domain(
                    metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE
                )
                rows = cls._get_substituted_batch_subquery_from_query_and_batch_selectable(
                    query=query, batch_selectable=batch, execution_engine=execution_engine
                )
                # With an aggregate beside it, the answer is one row, of an empty batch too.
                count = f"0 * count(*) + (select count(*) from ({rows}\n) as found)"
            return (
                sqlalchemy.literal_column(count, sqlalchemy.BigInteger),
                metric_domain_kwargs,
                {},
            )


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
    found = _PLAIN.fullmatch(query)
    if found is None or _NOT_PLAIN.search(_QUOTED.sub("''", query[found.start("columns") :])):
        return None
    return found["condition"].replace("{{", "{").replace("}}", "}")


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


def _row_count(given: Mapping[str, Any]) -> str | None:
    bounds = [("<", given.get("min_value")), (">", given.get("max_value"))]
    breaks = " or ".join(f"count(*) {sign} {value}" for sign, value in bounds if value is not None)
    if not breaks:
        return None
    return f"select format('found {{:,}}', count(*)) as found from {_BATCH} having {breaks}"


def _columns(given: Mapping[str, Any]) -> str | None:
    listed = _listed(given["column_set"])
    if listed is None:
        return None
    held = f"(select column_name from (describe select * from {_BATCH}))"
    wanted = f"(select unnest([{listed}]) as column_name)"
    queries = [("missing", wanted, held)]
    if given.get("exact_match", True):
        queries.append(("unexpected", held, wanted))
    return " union all ".join(
        f"select '{kind} ' || string_agg(column_name, ', ' order by column_name) as found "
        f"from {one} where column_name not in {other} having count(*) > 0"
        for kind, one, other in queries
    )


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
    "expect_table_row_count_to_be_between": _row_count,
    "expect_table_columns_to_match_set": _columns,
}
