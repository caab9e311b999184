"""Runs a suite through Great Expectations itself: the referee of what a night asks in one query.

Of Great Expectations 1.24 on DuckDB: it reads a result after it has given the connection back, so the
connection that it is lent stays as it is; and it knows no regular expression there, so such an
expectation is handed to it as the query for what does not match. It counts the rows of a repeated key
where a night counts the key once; the keys are counted here, from the rows that it found.
"""

import logging
from collections.abc import Mapping
from typing import Any

import duckdb

from pipelines.build.expectation import ROWS, breaks, words
from pipelines.build.suite import ExpectationResult
from pipelines.catalogue.catalogue import Suite

WITHOUT_DIALECT = "expect_column_values_to_match_regex"
_ALL_FOUND = {"result_format": "COMPLETE"}


class Referee:
    """Great Expectations on one open connection, which it neither closes nor commits."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Importing it takes some 5 s and 290 MB."""
        import great_expectations as gx
        from duckdb_engine import ConnectionWrapper

        class Lent(ConnectionWrapper):
            """A connection that stays open, and in no transaction of the borrower's."""

            def begin(self) -> None:
                """Begin nothing."""

            commit = rollback = close = begin

        logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
        context = gx.get_context(mode="ephemeral")
        context.enable_analytics(enable=False)
        context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
        self._source = context.data_sources.add_sql(
            name="warehouse",
            connection_string="duckdb:///:memory:",
            create_temp_table=False,
            kwargs={"creator": lambda: Lent(connection)},  # type: ignore[call-arg]
        )

    def run_suite(self, suite: Suite, view: str, table_name: str) -> list[ExpectationResult]:
        """Check a view (temporary, named without schema); results in the suite's order."""
        import great_expectations as gx

        asset = self._source.add_table_asset(name=table_name, table_name=view)
        batch = asset.add_batch_definition_whole_table(name=table_name).get_batch()
        asked = gx.ExpectationSuite(
            name=table_name,
            expectations=[_asked(one) | {"meta": {"at": at}} for at, one in enumerate(suite)],
        )
        outcomes: dict[int, Any] = {}
        for outcome in batch.validate(asked, result_format=_ALL_FOUND).results:
            assert outcome.expectation_config is not None
            outcomes[outcome.expectation_config.meta["at"]] = outcome
        for at, expectation in enumerate(asked.expectations):
            if _error(outcomes[at]):  # one that cannot be run may speak for others
                outcomes[at] = batch.validate(expectation, result_format=_ALL_FOUND)
        self._source.delete_asset(table_name)
        return [_result(one, outcomes[at], table_name) for at, one in enumerate(suite)]


def _asked(expectation: Mapping[str, Any]) -> dict[str, Any]:
    if expectation["type"] != WITHOUT_DIALECT:
        return dict(expectation)
    query = {"unexpected_rows_query": breaks(expectation).query}
    return {"type": ROWS, "kwargs": query, "severity": expectation["severity"]}


def _result(expectation: Mapping[str, Any], outcome: Any, table_name: str) -> ExpectationResult:
    error = _error(outcome)
    return ExpectationResult(
        table_name=table_name,
        expectation=words(expectation),
        severity=expectation["severity"],
        unexpected_count=None if error else _count(expectation, outcome.result),
        passed=bool(outcome.success) and not error,
        notes=expectation.get("notes"),
        error=error,
    )


def _count(expectation: Mapping[str, Any], result: Mapping[str, Any]) -> int | None:
    if not breaks(expectation).of_rows:
        return None
    if "unexpected_count" not in result:
        return int(result["observed_value"])
    if expectation["type"].endswith("_to_be_unique"):
        return len({str(key) for key in result["unexpected_list"]})
    return int(result["unexpected_count"] or 0)  # nothing of an empty table


def _error(outcome: Any) -> str | None:
    """Find the exception in either of the two shapes in which it is handed over."""
    information = outcome.exception_info or {}
    each = [information] if "raised_exception" in information else list(information.values())
    raised = [str(one["exception_message"]) for one in each if one["raised_exception"]]
    messages = [" ".join(message.split("[SQL:")[0].split()) for message in raised]
    return "; ".join(dict.fromkeys(messages)) or None
