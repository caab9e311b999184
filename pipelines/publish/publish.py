"""Publishes one immutable snapshot: three small files, audited, then the pointer, last."""

import contextlib
import datetime as dt
import secrets
from pathlib import Path
from typing import Any, Protocol

import duckdb

from pipelines import effects
from pipelines.errors import SnapshotError
from pipelines.publish.register import catch_up, register
from pipelines.publish.snapshot_tables import (
    SnapshotTables,
    software_version,
    what_is_told,
)
from pipelines.sql import literal
from snapshot import snapshots
from snapshot.open_data import write_exports
from snapshot.tables import PublishedTable


class Artefacts(Protocol):
    """What a night makes for people to read: files in the snapshot, published with its data."""

    def due(self) -> str:
        """Fingerprint what is due tonight and changes a snapshot by itself; empty for nothing."""

    def write(self, folder: Path, snapshot_id: str) -> dict[str, str]:
        """Write into the unfinished snapshot in `folder`; return what is left out, and why."""


class NoArtefacts:
    """A snapshot of data alone."""

    def due(self) -> str:
        """Nothing is due."""
        return ""

    def write(self, folder: Path, snapshot_id: str) -> dict[str, str]:
        """Write nothing."""
        return {}


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
        tables = [table.name for table in self.tables.schema if audience in table.rows]
        return snapshots.description(path, tables)

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

    def _fill(self, table: PublishedTable, audience: str) -> None:
        """Fill a table with the rows that its audience may see; without a rule for it, it goes."""
        if audience not in table.rows:
            self.connection.execute(f"drop table candidate.{table.name}")
            return
        columns = ", ".join(
            f"{table.cell(column, audience)}::{kind}" for column, (kind, _) in table.columns.items()
        )
        self.connection.execute(
            f"insert into candidate.{table.name} select {columns} from out_{table.name} as t "
            f"where {table.rows[audience]} order by all"
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
