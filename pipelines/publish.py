"""Publishes one immutable snapshot: three small files, audited, then the pointer, last."""

import contextlib
import datetime as dt
import json
import secrets
import shutil
from pathlib import Path
from typing import Any

import duckdb

from pipelines import snapshots
from pipelines.errors import SnapshotError
from pipelines.intake.rules import literal
from pipelines.register import catch_up, register
from pipelines.snapshot_tables import SchemaTable, SnapshotTables, software_version, what_is_told


class Publisher:
    """Publishes what a warehouse holds, whatever became of the run that filled it."""

    def __init__(self, tables: SnapshotTables) -> None:
        """Name the snapshot after the moment it is made."""
        self.tables = tables
        self.warehouse, self.connection = tables.warehouse, tables.connection
        now = dt.datetime.now(dt.UTC)
        self.published_at = now.replace(tzinfo=None)
        self.snapshot_id = f"{now:%Y%m%dT%H%M%S}Z-{secrets.token_hex(3)}"

    def publish(self) -> str:
        """Write, audit and point at a new snapshot; on any failure nothing of it is left."""
        folder = self.warehouse.site.published / "snapshots"
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob("*.partial"):
            shutil.rmtree(left_over, ignore_errors=True)
        catch_up(self.warehouse, snapshots.current(self.warehouse.site))
        self.tables.prepare(self.snapshot_id, self.published_at)
        partial = folder / f"{self.snapshot_id}.partial"
        try:
            partial.mkdir()
            files = {
                f"{audience}.duckdb": self._write(partial / f"{audience}.duckdb", audience)
                for audience in snapshots.AUDIENCES
            }
            self._write_manifest(partial, files)
            snapshots.sync_folder(partial)
            partial.rename(folder / self.snapshot_id)
            snapshots.sync_folder(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        snapshots.point_at(self.warehouse.site, self.snapshot_id)
        tables = self.tables
        told = what_is_told(tables.plan, self.tables.catalogue, tables.schema, tables.queries)
        register(self.warehouse, self.snapshot_id, told)
        return self.snapshot_id

    def _write(self, path: Path, audience: str) -> dict[str, Any]:
        """Write one audience's file and close it; return what its manifest says."""
        connection = self.connection
        connection.execute(f"attach {literal(str(path))} as candidate")
        try:
            # One transaction: a commit for each of some 250 comments would each wait for the disk.
            connection.execute("begin")
            for table in self.tables.schema:
                if audience in table.audiences:
                    self._copy(table, audience)
            connection.execute("commit")
            connection.execute("checkpoint candidate")
        except BaseException:
            with contextlib.suppress(duckdb.TransactionException):
                connection.execute("rollback")
            raise
        finally:
            connection.execute("detach candidate")
        if path.with_name(path.name + ".wal").exists():
            raise SnapshotError(f"{path}: was not closed cleanly. Run the nightly again.")
        with duckdb.connect(str(path), read_only=True) as reader:
            tables = {
                table.name: dict(
                    zip(
                        ("rows", "fingerprint"),
                        snapshots.fingerprint_of(reader, table.name),
                        strict=True,
                    )
                )
                for table in self.tables.schema
                if audience in table.audiences
            }
        return {"sha256": snapshots.sha256_of(path), "bytes": path.stat().st_size, "tables": tables}

    def _copy(self, table: SchemaTable, audience: str) -> None:
        connection = self.connection
        columns = ", ".join(
            f"{_for_audience(table.name, column, audience)}::{kind} as {column}"
            for column, (kind, _) in table.columns.items()
        )
        connection.execute(
            f"create table candidate.{table.name} as select {columns} from out_{table.name} as t "
            f"where {_rows_for(table.name, audience)} order by all"
        )
        comments = [f"comment on table candidate.{table.name} is {literal(table.comment)}"] + [
            f"comment on column candidate.{table.name}.{column} is {literal(meaning)}"
            for column, (_, meaning) in table.columns.items()
        ]
        connection.execute("; ".join(comments))

    def _write_manifest(self, folder: Path, files: dict[str, Any]) -> None:
        manifest = {
            "snapshot_id": self.snapshot_id,
            "business_date": self.tables.business_date.isoformat(),
            "published_at": self.published_at.isoformat(timespec="seconds") + "Z",
            "software_version": software_version(),
            "duckdb_version": duckdb.__version__,
            "files": files,
        }
        snapshots.write_durably(folder / "manifest.json", json.dumps(manifest, indent=1) + "\n")


def _rows_for(table: str, audience: str) -> str:
    """Say which rows an audience's file holds; what is marked higher is physically absent."""
    if audience == "restricted":
        return "true"
    official = "metric_id not in (select metric_id from out_metric where marking <> 'OFFICIAL')"
    if table in ("observation", "figure_register", "revision", "signal"):
        return f"{official} and not exists ({_hidden(table)})"
    if table in ("metric", "metric_source", "comparator"):
        return official
    if table == "promise":
        return (
            "metric_id is null or metric_id not in "
            "(select metric_id from out_metric where marking <> 'OFFICIAL')"
        )
    return "true"


def _hidden(table: str) -> str:
    """Find a row's figure among those that may identify somebody; a signal's is its latest."""
    period = (
        "h.period_end_date = t.as_at"
        if table == "signal"
        else "h.period_start_date = t.period_start_date and h.period_end_date = t.period_end_date"
    )
    return (
        "select 1 from hidden_figure as h where h.metric_id = t.metric_id "
        "and h.area_code = t.area_code and h.period_type = t.period_type "
        f"and h.breakdown_value is not distinct from t.breakdown_value and {period}"
    )


def _for_audience(table: str, column: str, audience: str) -> str:
    """Blank the cells that may quote a delivered value, for all but the office's own analysts."""
    if table == "snapshot" and column == "audience":
        return literal(audience)
    if audience != "restricted" and (table, column) == ("delivery", "reason"):
        return (
            "case when rows_rejected > 0 "
            "then regexp_replace(reason, '''[^'']*''', '(value not shown)', 'g') else reason end"
        )
    if audience != "restricted" and (table, column) == ("quality_check", "sample"):
        return "null"
    return column
