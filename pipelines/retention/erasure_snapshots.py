"""Rebuilds published snapshots without an erased delivery, under a new name; or withdraws them.

What a delivery may have left in a snapshot is found from its lineage, not by looking for values:
records and reasons that quote it, rows that pass through as they are, series that only it gave,
and words about its feed and the tables and measures made from it. Of these only that stays which
the snapshot published after the erasure says as well. Figures of series that still exist stay.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines import effects
from pipelines.retention import retention
from pipelines.site.site import Site
from pipelines.sql import literal
from snapshot import snapshots
from snapshot.open_data import write_exports
from snapshot.snapshots import Snapshot

SERIES = ("metric_id", "area_code", "breakdown_value")
NOT_AGAIN = "not written again when the snapshot was rebuilt without an erased delivery"
_REBUILT = re.compile(r"-e(\d+)$")


@dataclass(frozen=True)
class Traces:
    """What an erased delivery may have left: its files, and all that was made from it.

    `row_tables` are the snapshot's tables that pass rows through from the tables named.
    """

    file_names: frozenset[str]
    feeds: frozenset[str]
    tables: frozenset[str]
    metrics: frozenset[str]
    row_tables: frozenset[str]
    told: str

    def texts(self) -> list[tuple[str, str, frozenset[str], str]]:
        """List the words that stay only where the newest snapshot has them: table, key, column."""
        return [
            ("feed_status", "feed_id", self.feeds, "reason"),
            ("quality_check", "table_name", self.tables, "sample"),
            ("table_state", "table_name", self.tables, "reason"),
            ("observation", "metric_id", self.metrics, "source_release"),
            ("observation", "metric_id", self.metrics, "reason"),
            ("promise", "metric_id", self.metrics, "reason"),
        ]


@dataclass
class _File:
    """One audience's file of a snapshot as it is written again."""

    connection: duckdb.DuckDBPyConnection
    traces: Traces
    columns: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source in ("old", "newest"):
            found = self.connection.execute(
                "select table_name, column_name from duckdb_columns() where database_name = ? "
                "order by table_name, column_index",
                [source],
            ).fetchall()
            for table, column in found:
                self.columns.setdefault(f"{source}.{table}", []).append(column)

    @property
    def tables(self) -> list[str]:
        """Name the tables of the old file, in the order they were made."""
        return [
            name
            for (name,) in self.connection.execute(
                "select table_name from duckdb_tables() where database_name = 'old' "
                "order by table_oid"
            ).fetchall()
        ]

    def kept_rows(self, table: str) -> str:
        """Write the condition on the rows of `old.<table> as t` that stay."""
        columns = self.columns[f"old.{table}"]
        if table == "rejected_record":
            return f"file_name not in ({_listed(self.traces.file_names)})"
        if table in self.traces.row_tables:
            return self._in_newest(table, columns)
        if set(SERIES) <= set(columns):
            measures = _listed(self.traces.metrics)
            return f"metric_id not in ({measures}) or {self._in_newest('observation', SERIES)}"
        return "true"

    def cell(self, table: str, column: str) -> str:
        """Write what stands in a column of `old.<table> as t` from now on."""
        if (table, column) == ("delivery", "reason"):
            names = _listed(self.traces.file_names)
            return (
                f"case when file_name in ({names}) then {literal(self.traces.told)} else reason end"
            )
        for name, key, keys, text in self.traces.texts():
            if (name, text) == (table, column):
                same = self._in_newest(table, (key, text))
                return f"case when {key} not in ({_listed(keys)}) or {same} then {text} end"
        return f'"{column}"'

    def lists_it(self) -> bool:
        """Say whether the snapshot names the delivery, and was not yet rebuilt without it."""
        names = _listed(self.traces.file_names)
        found = self.connection.execute(
            f"select 1 from old.delivery where file_name in ({names}) "
            f"and reason is distinct from {literal(self.traces.told)} limit 1"
        )
        return found.fetchone() is not None

    def rows_going(self) -> int:
        """Count the rows that would go."""
        return sum(
            row[0]
            for table in self.tables
            if (
                row := self.connection.execute(
                    f"select count(*) from old.{table} as t "
                    f"where not coalesce({self.kept_rows(table)}, true)"
                ).fetchone()
            )
        )

    def write(self, snapshot_id: str) -> None:
        """Fill `fresh` with what stays, in its order and with its comments."""
        self.connection.execute("begin")
        for table in self.tables:
            names = self.columns[f"old.{table}"]
            cells = ", ".join(
                f'{literal(snapshot_id)} as "{name}"'
                if (table, name) == ("snapshot", "snapshot_id")
                else f'{self.cell(table, name)} as "{name}"'
                for name in names
            )
            self.connection.execute(
                f"create table fresh.{table} as select {cells} from old.{table} as t "
                f"where coalesce({self.kept_rows(table)}, true)"
            )
        for kind, query in _COMMENTS.items():
            for name, comment in self.connection.execute(query).fetchall():
                self.connection.execute(f"comment on {kind} fresh.{name} is {literal(comment)}")
        self.connection.execute("commit")

    def _in_newest(self, table: str, names: Iterable[str]) -> str:
        there = self.columns.get(f"newest.{table}")
        if there is None:
            return "false"
        same = " and ".join(
            f'n."{name}" is not distinct from t."{name}"' for name in names if name in there
        )
        return f"exists (select 1 from newest.{table} as n where {same})"


_COMMENTS = {
    "table": "select table_name, comment from duckdb_tables() "
    "where database_name = 'old' and comment is not null",
    "column": "select table_name || '.' || column_name, comment from duckdb_columns() "
    "where database_name = 'old' and comment is not null",
}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(literal(name) for name in sorted(names)) or "null"


@dataclass(frozen=True)
class Held:
    """What a snapshot has of an erased delivery: it lists it, or has rows that only it gave."""

    is_listed: bool
    rows: int

    @property
    def anything(self) -> bool:
        """Say whether the snapshot cannot stay as it is."""
        return self.is_listed or self.rows > 0


def look(snapshot: Snapshot, newest: Snapshot, traces: Traces) -> Held:
    """Look what a snapshot still has of an erased delivery."""
    with duckdb.connect() as connection:
        _attach(connection, snapshot.folder, newest.folder, "restricted")
        file = _File(connection, traces)
        return Held(file.lists_it(), file.rows_going())


def rebuild(site: Site, snapshot: Snapshot, newest: Snapshot, traces: Traces) -> str:
    """Write a snapshot again without the delivery, under a new name; the old one stays as yet."""
    found = _REBUILT.search(snapshot.snapshot_id)
    base = _REBUILT.sub("", snapshot.snapshot_id)
    new_id = f"{base}-e{int(found[1]) + 1 if found else 1}"
    folder = site.published / "snapshots"
    partial = folder / f"{new_id}{effects.PARTIAL}"
    effects.remove_tree(partial)
    effects.make_folder(partial)
    files = {}
    for audience in snapshots.AUDIENCES:
        path = partial / f"{audience}.duckdb"
        with duckdb.connect() as connection:
            _attach(connection, snapshot.folder, newest.folder, audience)
            effects.attach(connection, path, "fresh")
            _File(connection, traces).write(new_id)
            effects.checkpoint(connection, "fresh", path)
            connection.execute("detach fresh")
        files[path.name] = snapshots.description(
            path, snapshot.manifest["files"][path.name]["tables"]
        )
    write_exports(partial)
    about = snapshot.manifest | {
        "snapshot_id": new_id,
        "erased_from": base,
        "duckdb_version": duckdb.__version__,
    }
    gone = (
        snapshot.manifest.get("artefacts", {}).keys() - snapshots.artefacts(partial, files).keys()
    )
    left_out = snapshot.manifest.get("left_out", {}) | dict.fromkeys(sorted(gone), NOT_AGAIN)
    snapshots.write_manifest(partial, about, files, left_out)
    effects.remove_tree(folder / new_id)
    effects.replace(partial, folder / new_id)
    return new_id


def withdraw(site: Site, snapshot: Snapshot, instead: str) -> bool:
    """Take a snapshot away, after pointing at another where it is the current one."""
    if snapshots.current_id(site.published) == snapshot.snapshot_id and instead:
        snapshots.point_at(site.published, instead)
    return retention.remove(site, snapshot.snapshot_id)


def _attach(connection: duckdb.DuckDBPyConnection, old: Path, newest: Path, audience: str) -> None:
    connection.execute("set autoinstall_known_extensions = false")
    for name, folder in (("old", old), ("newest", newest)):
        path = literal(str(folder / f"{audience}.duckdb"))
        connection.execute(f"attach {path} as {name} (read_only)")
