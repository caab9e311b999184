"""Run a table's expectation suite on our own open DuckDB connection, as one query.

The suite is checked on a temporary view inside the caller's transaction: it sees rows that are not
committed yet, and the caller may still roll them back. An expectation that cannot be run is told
apart from one that broke. DuckDB has no savepoints: one that fails while it runs (a cast that cannot
be made, say) ends the caller's transaction, and only a rollback is left; `can_commit` tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.build.expectation import Breaks, breaks, spoken, words
from pipelines.catalogue.catalogue import Suite

SAMPLE_SIZE = 5
SAMPLE_LENGTH = 200


@dataclass(frozen=True)
class ExpectationResult:
    """What became of one expectation on one table; `error` says why it could not be run."""

    table_name: str
    expectation: str
    severity: str  # critical | warning
    unexpected_count: int | None = None
    passed: bool = False
    sample: str | None = None
    notes: str | None = None
    error: str | None = None

    @property
    def raised(self) -> bool:
        """True where it could not be run: our fault, not the data's."""
        return self.error is not None

    @property
    def breaks(self) -> bool:
        """True where the table's last good rows must stay: a critical promise that did not hold."""
        return self.severity == "critical" and not self.passed


def run_suite(
    connection: duckdb.DuckDBPyConnection, suite: Suite, view: str, table_name: str
) -> list[ExpectationResult]:
    """Check a view (temporary, named without schema); results in the suite's order."""
    asked = [breaks(expectation) for expectation in suite]
    return [
        _result(connection, expectation, one, count, view, table_name)
        for expectation, one, count in zip(
            suite, asked, _counts(connection, asked, view), strict=True
        )
    ]


def can_commit(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the caller's transaction still lives; after a failed check it may not."""
    try:
        connection.execute("select 1")
    except duckdb.TransactionException:
        return False
    return True


def _counts(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[Breaks], view: str
) -> list[int | str]:
    """Count what breaks each expectation; an error, in its own words, where one cannot be run."""
    if not asked:
        return []
    try:
        return _answer(connection, asked, view)
    except duckdb.Error as error:
        failure = str(error)
    counts: list[int | str] = []
    for one in asked:
        if not can_commit(connection):
            counts.append(f"a check ended the transaction, so none after it ran: {failure}")
            continue
        try:
            counts += _answer(connection, [one], view)
        except duckdb.Error as error:
            failure = str(error)
            counts.append(failure)
    return counts


def _answer(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[Breaks], view: str
) -> list[int | str]:
    """Ask for all counts in one query, in which plain filters share one scan."""
    filters, counts = ["count(*)"], []
    for position, one in enumerate(asked):
        if one.condition:
            filters.append(f"count(*) filter (where {one.condition}\n) as c{position}")
            counts.append(f"c{position}")
        else:
            counts.append(f"(select count(*) from ({one.query.format(batch=view)}\n))")
    row = connection.execute(
        f"with scanned as (select {', '.join(filters)} from {view}) "
        f"select {', '.join(counts)} from scanned"
    ).fetchone()
    assert row is not None
    return list(row)


def _result(
    connection: duckdb.DuckDBPyConnection,
    expectation: Mapping[str, Any],
    asked: Breaks,
    count: int | str,
    view: str,
    table_name: str,
) -> ExpectationResult:
    error = count if isinstance(count, str) else None
    sample = None
    if count and not error and can_commit(connection):
        try:
            sample = _sample(connection, asked.query.format(batch=view))
        except duckdb.Error as failure:
            # Counting rows does not work out their columns: a cast may fail only here.
            error = str(failure)
    return ExpectationResult(
        table_name=table_name,
        expectation=words(expectation),
        severity=expectation["severity"],
        unexpected_count=int(count) if asked.of_rows and not isinstance(count, str) else None,
        passed=count == 0,
        sample=sample,
        notes=expectation.get("notes"),
        error=error and " ".join(error.split()),
    )


def _sample(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Write the first few rows that a query finds."""
    rows = connection.execute(f"select * from ({query}\n) limit {SAMPLE_SIZE}")
    names = [column[0] for column in rows.description or []]
    texts = [
        spoken(row[0], names[0]) if len(names) == 1 else spoken(dict(zip(names, row, strict=True)))
        for row in rows.fetchall()
    ]
    text = "; ".join(dict.fromkeys(texts))
    return text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH - 3]}..."
