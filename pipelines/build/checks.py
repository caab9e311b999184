"""Run a table's expectation suite on our own open DuckDB connection.

The suite is checked on a temporary view inside the caller's transaction: it sees rows that are
not committed yet, and the caller may still roll them back. A check that raises is told apart from
a promise that broke. DuckDB has no savepoints: a check that fails while it runs (a cast that
cannot be made, say) ends the caller's transaction, every later check raises too, and only a
rollback is left; `Checker.can_commit` tells. In a custom query name the view `{batch}` and double
the braces of a regular expression.

Of Great Expectations 1.24, on DuckDB, like-patterns always raise (use a regular expression), and
so does any expectation on a column that the view does not have. Promises about a column's values
run as queries for the rows that break them (`row_queries`). Forty suites of ten on small tables take
2.5 s on two cores.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.build import gx_duckdb
from pipelines.build.promise_words import listed, promise, spoken
from pipelines.build.row_queries import as_row_query

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

SAMPLE_SIZE = 5
SAMPLE_LENGTH = 200


@dataclass(frozen=True)
class CheckResult:
    """What became of one expectation on one table."""

    table_name: str
    expectation: str
    severity: str
    passed: bool
    raised: bool
    unexpected_count: int | None
    sample: str | None
    notes: str | None
    error: str | None

    @property
    def breaks(self) -> bool:
        """True where the table's last good rows must stay: a critical promise that did not hold."""
        return self.severity == "critical" and not self.passed


class Checker:
    """Runs suites on views of one open connection; made once for the night (5 s of imports)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        gx_duckdb.teach()
        import great_expectations as gx

        logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
        self._connection = connection
        self._tables: dict[str, Any] = {}
        self._failures: list[str] = []
        context = gx.get_context(mode="ephemeral")
        context.enable_analytics(enable=False)
        context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
        self._source = context.data_sources.add_sql(
            name="warehouse",
            connection_string="duckdb:///:memory:",
            create_temp_table=False,
            kwargs={"creator": lambda: gx_duckdb.lend(connection, self._failures)},  # type: ignore[call-arg]
        )

    def check(self, suite: "ExpectationSuite", view: str) -> list[CheckResult]:
        """Check the view (a temporary view, named without schema); results in the suite's order."""
        if view not in self._tables:
            asset = self._source.add_table_asset(name=view, table_name=view)
            self._tables[view] = asset.add_batch_definition_whole_table(name=view)
        batch = self._tables[view].get_batch()
        self._failures.clear()
        gx_duckdb.forget_configurations()
        outcomes = self._validate(batch, _as_row_queries(suite))
        results = [
            self._result(suite.name, expectation, outcome, view)
            for expectation, outcome in zip(suite.expectations, outcomes, strict=True)
        ]
        if self._failures and not self.can_commit():
            error = f"a check ended the transaction, so none after it ran: {self._failures[0]}"
            results = [replace(one, error=error) if one.raised else one for one in results]
        return results

    def can_commit(self) -> bool:
        """Tell whether the caller's transaction still lives; after a failed check it may not."""
        try:
            self._connection.execute("select 1").fetchone()
        except duckdb.TransactionException:
            return False
        return True

    def _validate(self, batch: Any, suite: "ExpectationSuite") -> list[Any]:
        """Validate together; then each that raised alone, for one can raise in all their names."""
        pending = [(_identity(result.expectation_config), result) for result in _all(batch, suite)]
        ordered = []
        for expectation in suite.expectations:
            identity = _identity(expectation.configuration)
            position = next(n for n, (name, _) in enumerate(pending) if name == identity)
            result = pending.pop(position)[1]
            if _error(result) and self.can_commit():
                result = batch.validate(expectation, result_format=_result_format())
            ordered.append(result)
        return ordered

    def _result(
        self,
        table_name: str,
        expectation: Any,
        outcome: Any,
        view: str,
    ) -> CheckResult:
        configuration = outcome.expectation_config
        error = _error(outcome)
        found = {} if error else outcome.result
        passed = bool(outcome.success) and not error
        query = configuration.kwargs.get("unexpected_rows_query")
        configuration = expectation.configuration
        count = found.get("observed_value" if query else "unexpected_count")
        if configuration.type.startswith("expect_table_"):
            count = None  # it is the table that breaks it, not so many of its rows
        words = expectation.description or promise(configuration.type, configuration.kwargs)
        sample = None
        if not passed and not error:
            try:
                sample = self._sample(found, query, view)
            except duckdb.Error as failure:
                # Counting rows does not work out their columns: a cast may fail only here.
                error = str(failure)
                self._failures.append(error)
        return CheckResult(
            table_name=table_name,
            expectation=words,
            severity="critical" if expectation.severity.value == "critical" else "warning",
            passed=passed,
            raised=bool(error),
            unexpected_count=None if count is None else int(count),
            sample=sample,
            notes=_text(expectation.notes),
            error=error,
        )

    def _sample(self, found: Mapping[str, Any], query: str | None, view: str) -> str | None:
        if query:
            if not self.can_commit():
                return None
            select = f"select * from ({query.format(batch=view)}\n) limit {SAMPLE_SIZE}"
            rows = self._connection.execute(select)
            names = [column[0] for column in rows.description or []]
            found_rows = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
            alone = len(names) == 1
            texts = [
                spoken(row[names[0]], names[0]) if alone else spoken(row) for row in found_rows
            ]
            return _cut("; ".join(dict.fromkeys(texts)))
        values = found.get("partial_unexpected_list")
        if values:
            return _cut("; ".join(dict.fromkeys(map(spoken, values[:SAMPLE_SIZE]))))
        details = found.get("details", {}).get("mismatched")
        if details:
            return _cut(
                "; ".join(f"{kind} {listed(names)}" for kind, names in sorted(details.items()))
            )
        observed = found.get("observed_value")
        return None if observed is None else _cut(f"found {spoken(observed)}")


def _as_row_queries(suite: "ExpectationSuite") -> "ExpectationSuite":
    """Put the suite's promises about values as queries, which cost less."""
    from great_expectations import ExpectationSuite

    return ExpectationSuite(
        name=suite.name, expectations=[as_row_query(promised) for promised in suite.expectations]
    )


def _result_format() -> dict[str, Any]:
    return {"result_format": "BASIC", "partial_unexpected_count": SAMPLE_SIZE}


def _all(batch: Any, suite: "ExpectationSuite") -> list[Any]:
    return list(batch.validate(suite, result_format=_result_format()).results)


def _identity(configuration: Any) -> str:
    kwargs = {name: value for name, value in configuration.kwargs.items() if name != "batch_id"}
    return json.dumps([configuration.type, kwargs], sort_keys=True, default=str)


def _error(outcome: Any) -> str | None:
    """Find the exception in either of the two shapes in which GX hands it over."""
    information = outcome.exception_info or {}
    each = [information] if "raised_exception" in information else list(information.values())
    raised = [str(one["exception_message"]) for one in each if one["raised_exception"]]
    messages = [" ".join(message.split("[SQL:")[0].split()) for message in raised]
    return "; ".join(dict.fromkeys(messages)) or None


def _text(notes: str | list[str] | None) -> str | None:
    return " ".join(notes) if isinstance(notes, list) else notes


def _cut(text: str) -> str:
    return text if len(text) <= SAMPLE_LENGTH else text[: SAMPLE_LENGTH - 3] + "..."
