"""Publishes one immutable snapshot: three small files, audited, then the pointer, last."""

import contextlib
import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import SnapshotError
from pipelines.publish.artefacts import Artefacts, NoArtefacts
from pipelines.publish.register import catch_up, register
from pipelines.publish.snapshot_tables import (
    SchemaTable,
    SnapshotTables,
    software_version,
    what_is_told,
)
from pipelines.sql import literal
from snapshot import snapshots
from snapshot.exports import write_exports


class Publisher:
    """Publishes what a warehouse holds, whatever became of the run that filled it."""

    def __init__(self, tables: SnapshotTables, artefacts: Artefacts | None = None) -> None:
        """Name the snapshot after the moment it is made; `artefacts` writes what people read."""
        self.tables = tables
        self.artefacts = artefacts or NoArtefacts()
        self.warehouse, self.connection = tables.warehouse, tables.connection
        now = dt.datetime.now(dt.UTC)
        self.published_at = now.replace(tzinfo=None)
        self.snapshot_id = f"{now:%Y%m%dT%H%M%S}Z-{secrets.token_hex(3)}"

    def publish(self) -> str:
        """Write, audit and point at a new snapshot; on any failure nothing of it is left."""
        site = self.warehouse.site
        folder = site.published / "snapshots"
        effects.make_folder(folder)
        snapshots.forget_unfinished(site.published)
        catch_up(self.warehouse, snapshots.last_whole(site.published))
        self.tables.prepare(self.snapshot_id, self.published_at)
        self._make_template()
        partial = folder / f"{self.snapshot_id}{effects.PARTIAL}"
        try:
            effects.make_folder(partial, exist_ok=False)
            files = {
                f"{audience}.duckdb": self._write(partial / f"{audience}.duckdb", audience)
                for audience in snapshots.AUDIENCES
            }
            write_exports(partial)
            left_out = self.artefacts.write(partial, self.snapshot_id)
            snapshots.write_manifest(partial, self._about(), files, left_out)
            effects.replace(partial, folder / self.snapshot_id)
        except BaseException:
            with contextlib.suppress(OSError):
                effects.remove_tree(partial)
            raise
        snapshots.point_at(site.published, self.snapshot_id)
        tables = self.tables
        told = what_is_told(tables.plan, self.tables.catalogue, tables.schema, tables.queries)
        register(self.warehouse, self.snapshot_id, told, self.artefacts.due())
        return self.snapshot_id

    def _write(self, path: Path, audience: str) -> dict[str, Any]:
        """Write one audience's file and close it; return what its manifest says."""
        connection = self.connection
        effects.attach(connection, path, "candidate")
        try:
            connection.execute("begin")
            connection.execute("copy from database template to candidate (schema)")
            for table in self.tables.schema:
                self._fill(table, audience)
            effects.commit(connection, path)
            effects.checkpoint(connection, "candidate", path)
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                connection.execute("rollback")
            raise
        finally:
            connection.execute("detach candidate")
        if path.with_name(path.name + ".wal").exists():
            raise SnapshotError(f"{path}: was not closed cleanly. Run the nightly again.")
        return snapshots.description(path)

    def _make_template(self) -> None:
        """Make every table with its comments once, in memory, for the audiences' files to copy."""
        said = ["detach database if exists template", "attach ':memory:' as template"]
        for table in self.tables.schema:
            name = f"template.{table.name}"
            columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table.columns.items())
            said.append(f"create table {name} ({columns})")
            said.append(f"comment on table {name} is {literal(table.comment)}")
            said += [
                f"comment on column {name}.{column} is {literal(meaning)}"
                for column, (_, meaning) in table.columns.items()
            ]
        self.connection.execute("; ".join(said))

    def _fill(self, table: SchemaTable, audience: str) -> None:
        if audience not in table.audiences:
            self.connection.execute(f"drop table candidate.{table.name}")
            return
        columns = ", ".join(
            f"{_for_audience(table.name, column, audience)}::{kind}"
            for column, (kind, _) in table.columns.items()
        )
        self.connection.execute(
            f"insert into candidate.{table.name} select {columns} from out_{table.name} as t "
            f"where {_rows_for(table.name, audience)} order by all"
        )

    def _about(self) -> dict[str, Any]:
        """Return what the manifest says of the snapshot itself."""
        return {
            "snapshot_id": self.snapshot_id,
            "business_date": self.tables.business_date.isoformat(),
            "published_at": self.published_at.isoformat(timespec="seconds") + "Z",
            "software_version": software_version(),
            "duckdb_version": duckdb.__version__,
        }


# Of measures of people an earlier figure may have been small, or give one away beside its
# neighbours, whatever it is now: outside the restricted file only the present figure stands.
_OF_PEOPLE = "(select metric_id from out_metric where disclosure <> 'none')"
_IS_PRESENT = (
    "select 1 from out_observation as o where o.metric_id = t.metric_id "
    "and o.area_code = t.area_code and o.period_type = t.period_type "
    "and o.breakdown_value is not distinct from t.breakdown_value "
    "and o.period_start_date = t.period_start_date and o.period_end_date = t.period_end_date "
    "and abs(o.value - t.value) <= 1e-9 * greatest(1, abs(o.value))"
)
_EARLIER = {
    "figure_register": f" and (metric_id not in {_OF_PEOPLE} or exists ({_IS_PRESENT}))",
    "revision": f" and metric_id not in {_OF_PEOPLE}",
}


def _rows_for(table: str, audience: str) -> str:
    """Say which rows an audience's file holds; what is marked higher is physically absent."""
    if audience == "restricted":
        return "true"
    official = "metric_id not in (select metric_id from out_metric where marking <> 'OFFICIAL')"
    if table in ("observation", "figure_register", "revision", "signal"):
        return f"{official} and not exists ({_hidden(table)}){_EARLIER.get(table, '')}"
    if table in ("metric", "metric_source", "comparator", "annotation"):
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
    if audience != "restricted" and (table, column) == ("observation", "first_published_value"):
        return (
            f"case when metric_id not in {_OF_PEOPLE} "
            "or abs(first_published_value - value) <= 1e-9 * greatest(1, abs(value)) "
            "then first_published_value end"
        )
    if audience == "public" and (table, column) == ("annotation", "written_by"):
        return "null"  # an officer's name is the office's own affair
    return column
