"""Builds one table: rebuilt, checked and committed in one transaction, or left as it was."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb

from pipelines.build import raw_tables
from pipelines.build.suite import ExpectationResult, can_commit, run_suite
from pipelines.catalogue.catalogue import Catalogue, Table, fingerprint
from pipelines.catalogue.metric_shape import metric_select
from pipelines.contract.feed import Feed
from pipelines.ingest.ahead import Ahead
from pipelines.ingest.deliveries import Taken, take_in, waiting
from pipelines.ingest.intake.batch import Batch, Progress
from pipelines.store.warehouse import Warehouse


@dataclass
class TableResult:
    """What became of one table in one night."""

    table: str
    outcome: str  # built | unchanged | broken | withheld
    rows: int = 0
    reason: str = ""
    expectations: list[ExpectationResult] = field(default_factory=list)
    seconds: float = 0.0
    months: int | None = None
    files_resumed: int = 0  # staged by an earlier night that was cut off

    @property
    def keeps_last_good(self) -> bool:
        """Say whether the table was left as it was because something is wrong."""
        return self.outcome in ("broken", "withheld")


class _BrokenPromiseError(Exception):
    """Leaves the transaction, so that it rolls back."""


class Builder:
    """Builds tables of one catalogue in one warehouse, for one business date."""

    def __init__(
        self,
        warehouse: Warehouse,
        catalogue: Catalogue,
        business_date: dt.date,
        *,
        full: bool = False,
        progress: Progress | None = None,
        received_by: dt.datetime | None = None,
    ) -> None:
        """Where `ahead` is set, it stages what waits while the night gets ready."""
        self.warehouse, self.catalogue = warehouse, catalogue
        self.business_date, self.full = business_date, full
        self.progress, self.received_by = progress, received_by
        self.ahead: Ahead | None = None
        self._waiting: dict[str, Batch | None] = {}
        self._taken_in: dict[str, Taken] = {}

    def waiting(self, feed: Feed) -> Batch | None:
        """Return what waits of a feed, as it was when first asked for."""
        if feed.feed_id not in self._waiting:
            self._waiting[feed.feed_id] = waiting(
                self.warehouse,
                self.catalogue,
                feed,
                self.business_date,
                full=self.full,
                received_by=self.received_by,
            )
        return self._waiting[feed.feed_id]

    def build(self, name: str) -> TableResult:
        """Bring one table up to date; never raises for what is wrong with data."""
        started = time.perf_counter()
        table = self.catalogue.tables[name]
        if table.feed is not None:
            result = self._raw(table)
        elif table.reference is not None:
            result = self._guarded(table, self.desired_version(table), self._reference)
        else:
            result = self._query(table)
        result.seconds = time.perf_counter() - started
        return result

    def build_own(self, table: Table) -> TableResult:
        """Build a measure of the pipeline itself, from what it remembers of its nights."""
        return self._guarded(table, f"{table.definition}/{time.time_ns()}", self._whole)

    def desired_version(self, table: Table) -> str:
        """Fingerprint the table's definition, its promises and the versions it reads."""
        versions = []
        for up in sorted(table.reads):
            state = self.warehouse.state(up)
            versions.append(f"{up}={state[1] if state else ''}")
        return fingerprint(table.definition, self.catalogue.promises(table.name), *versions)

    def check(self, table: Table, view: str) -> list[ExpectationResult]:
        """Run a table's suite on a temporary view of the given name."""
        suite = self.catalogue.suites.get(table.name, [])
        return run_suite(self.warehouse.connection, suite, view, table.name)

    def _raw(self, table: Table) -> TableResult:
        assert table.feed is not None
        taken = self._take_in(table.feed)
        with self.warehouse.transaction():
            files = raw_tables.winners(self.warehouse, table)
        version = fingerprint(self.catalogue.promises(table.name), raw_tables.version(table, files))
        shown = raw_tables.shown(self.warehouse, table)
        before = {file.staged_file for file in shown}

        def rebuild(table: Table) -> tuple[int, str | None, int | None]:
            raw_tables.remember(self.warehouse, table, shown, files)
            raw_tables.show(self.warehouse, table, files)
            if not files:
                return 0, None, None
            assert table.layout is not None
            fresh = [file for file in files if file.staged_file not in before]
            subset = fresh if table.month_column and fresh else files
            select = raw_tables.view_sql(self.warehouse, table.layout, subset)
            return raw_tables.row_count(self.warehouse, table), select, len(fresh)

        result = self._guarded(table, version, rebuild)
        result.files_resumed = taken.resumed
        return result

    def _take_in(self, feed: Feed) -> Taken:
        """Read what waits of a feed, once a night for all the tables that it fills."""
        if feed.feed_id not in self._taken_in:
            staged = self.ahead.staged(feed.feed_id, self.progress) if self.ahead else None
            if staged is None and (batch := self.waiting(feed)):
                staged = batch, batch.stage(self.warehouse.workers, self.progress)
            self._taken_in[feed.feed_id] = (
                take_in(self.warehouse, self.catalogue, *staged) if staged else Taken()
            )
        return self._taken_in[feed.feed_id]

    def _reference(self, table: Table) -> tuple[int, str | None, int | None]:
        raw_tables.load_reference(self.warehouse, table)
        (rows,) = self.warehouse.one(f"select count(*) from {table.name}")
        return rows, f"select * from {table.name}", None

    def _query(self, table: Table) -> TableResult:
        if cause := self._not_good_upstream(table):
            return self._withhold(table, cause)
        rebuild = self._by_month if table.month_column else self._whole
        return self._guarded(table, self.desired_version(table), rebuild)

    def _not_good_upstream(self, table: Table) -> str:
        for up in sorted(table.reads):
            state = self.warehouse.state(up)
            if state is None or state[0] != "good":
                why = "is not built yet" if state is None else (state[2] or f"is {state[0]}")
                return why if state and state[0] == "withheld" else f"{up}: {why}"
        return ""

    def _withhold(self, table: Table, cause: str) -> TableResult:
        with self.warehouse.transaction():
            self._record(table, "withheld", cause, None, None)
        return TableResult(table.name, "withheld", reason=cause)

    def _guarded(
        self,
        table: Table,
        version: str,
        rebuild: Callable[[Table], tuple[int, str | None, int | None]],
    ) -> TableResult:
        """Rebuild, check and commit as one; a broken or raised critical promise rolls back."""
        state = self.warehouse.state(table.name)
        if state and state[:2] == ("good", version) and not self.full:
            return TableResult(table.name, "unchanged")
        expectations: list[ExpectationResult] = []
        try:
            with self.warehouse.transaction() as connection:
                rows, checked, months = rebuild(table)
                if checked is not None:
                    connection.execute(f"create or replace temp view checked as {checked}")
                    expectations = self.check(table, "checked")
                if any(one.breaks for one in expectations) or not can_commit(connection):
                    raise _BrokenPromiseError
                connection.execute("drop view if exists checked")
                if checked is not None or rows == 0:
                    self._record_expectations(table, expectations)
                self._record(table, "good", "", version, rows)
        except _BrokenPromiseError:
            return self._broken(table, expectations, "")
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
                raise
            return self._broken(table, expectations, str(error).splitlines()[0])
        return TableResult(table.name, "built", rows, "", expectations, months=months)

    def _broken(
        self, table: Table, expectations: list[ExpectationResult], error: str
    ) -> TableResult:
        """Write down why the last good rows stay."""
        raised = next((one for one in expectations if one.raised), None)
        if error:
            reason = f"its query failed (our fault, not the data's): {error}"
        elif raised:
            reason = f"a check could not be run (our fault, not the data's): {raised.expectation}"
        else:
            first = next(one for one in expectations if one.breaks)
            sample = f" ({first.sample})" if first.sample else ""
            reason = f"broke the promise: {first.expectation}{sample}"
        with self.warehouse.transaction():
            self.warehouse.connection.execute("drop view if exists checked")
            self._record_expectations(table, expectations)
            self._record(table, "broken", reason, None, None)
        return TableResult(table.name, "broken", 0, reason, expectations)

    def _record_expectations(self, table: Table, expectations: list[ExpectationResult]) -> None:
        connection = self.warehouse.connection
        connection.execute("delete from quality.quality_check where table_name = ?", [table.name])
        self.warehouse.insert(
            "quality_check",
            [
                (
                    table.name, one.expectation, one.severity, one.passed, one.raised,
                    one.unexpected_count, one.sample or one.error, self.business_date,
                    one.notes,
                )
                for one in expectations
            ],
        )  # fmt: skip

    def _keep_parts(
        self, table: Table, touched: list[dt.date], versions: dict[dt.date, str]
    ) -> None:
        """Remember what each rebuilt month was made from."""
        self.warehouse.connection.execute(
            "delete from quality.table_part where table_name = ? "
            "and month_start_date in (select unnest(?))",
            [table.name, touched],
        )
        self.warehouse.insert(
            "table_part",
            [(table.name, month, versions[month]) for month in touched if month in versions],
        )

    def _record(
        self, table: Table, state: str, reason: str, version: str | None, rows: int | None
    ) -> None:
        self.warehouse.record_state(
            table.name, state, reason or None, self.business_date, version, rows
        )

    def _whole(self, table: Table) -> tuple[int, str | None, int | None]:
        connection = self.warehouse.connection
        connection.execute(f"create or replace table {table.name} as {self._select(table)}")
        (rows,) = self.warehouse.one(f"select count(*) from {table.name}")
        return rows, f"select * from {table.name}" if rows else None, None

    def _by_month(self, table: Table) -> tuple[int, str | None, int | None]:
        """Rebuild only the months whose inputs differ from those they were last built from."""
        connection, column = self.warehouse.connection, table.month_column
        wanted = self._month_versions(table)
        held = self.months(table)
        exists = self.warehouse.has(table.name)
        touched = {
            month
            for month in wanted.keys() | held.keys()
            if self.full or not exists or wanted.get(month) != held.get(month)
        }
        kept = held.keys() - touched
        views = [self.catalogue.tables[up] for up in sorted(table.reads)] if kept else []
        with raw_tables.partition_filter(self.warehouse, views, touched):
            if not exists or not kept:
                connection.execute(f"create or replace table {table.name} as {self._select(table)}")
            else:
                months = sorted(touched)
                connection.execute(
                    f"delete from {table.name} where {column} in (select unnest(?))", [months]
                )
                listed = ", ".join(f"date '{month}'" for month in months)
                connection.execute(
                    f"insert into {table.name} by name select * from ({self._select(table)}) "
                    f"where {column} in ({listed})"
                )
        self._keep_parts(table, sorted(touched), wanted)
        (rows,) = self.warehouse.one(f"select count(*) from {table.name}")
        if not rows:
            return 0, None, 0
        checked = f"select * from {table.name}"
        if kept:
            listed = ", ".join(f"date '{month}'" for month in sorted(touched)) or "null"
            checked += f" where {column} in ({listed})"
        return rows, checked, len(touched)

    def months(self, table: Table) -> dict[dt.date, str]:
        """Return each month of a table that is kept by month, with what it was made from."""
        if not table.month_column:
            return {}
        if table.feed is not None:
            return raw_tables.months(self.warehouse, table)
        query = "select month_start_date, version from quality.table_part where table_name = ?"
        return dict(self.warehouse.rows(query, [table.name]))

    def _month_versions(self, table: Table) -> dict[dt.date, str]:
        """Fingerprint, month by month, all that a month of the table is made from."""
        base = [table.definition, self.catalogue.promises(table.name)]
        kept: list[dict[dt.date, str]] = []
        for up in sorted(table.reads):
            source = self.catalogue.tables[up]
            if source.month_column:
                kept.append(self.months(source))
            else:
                state = self.warehouse.state(up)
                base.append(f"{up}={state[1] if state else ''}")
        months = set().union(*(versions.keys() for versions in kept)) - {None}
        return {
            month: fingerprint(*base, *(versions.get(month, "") for versions in kept))
            for month in months
        }

    def _select(self, table: Table) -> str:
        if table.metric is None:
            return table.query
        return metric_select(self.warehouse.connection, table.query, table.metric.frequency)
