"""Published snapshots: named, verified from their manifest, and pointed at by CURRENT.json."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import SnapshotError
from pipelines.landing import sha256_of
from pipelines.site import Site

AUDIENCES = ("restricted", "board", "public")


@dataclass(frozen=True)
class Snapshot:
    """One published snapshot and what its manifest says."""

    snapshot_id: str
    folder: Path
    manifest: dict[str, Any]
    is_current: bool


def current_id(site: Site) -> str | None:
    """Return which snapshot CURRENT.json names, or None before the first."""
    pointer = site.published / "CURRENT.json"
    try:
        return str(json.loads(pointer.read_text(encoding="utf-8"))["snapshot_id"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{pointer}: does not name a snapshot. Choose one with `pcplan rollback ID`."
        ) from error


def point_at(site: Site, snapshot_id: str) -> None:
    """Replace CURRENT.json atomically: write, fsync, rename, fsync the folder."""
    pointer = site.published / "CURRENT.json"
    write_durably(pointer, json.dumps({"snapshot_id": snapshot_id}) + "\n")


def write_durably(path: Path, text: str) -> None:
    """Write a file so that after any crash it is the old one or the new one, whole."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the system can (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def listed(site: Site) -> list[Snapshot]:
    """List whole snapshots, newest first."""
    folder = site.published / "snapshots"
    if not folder.is_dir():
        return []
    current = current_id(site)
    found = []
    for path in sorted(folder.iterdir(), reverse=True):
        manifest = path / "manifest.json"
        if path.is_dir() and manifest.is_file():
            found.append(
                Snapshot(
                    path.name,
                    path,
                    json.loads(manifest.read_text(encoding="utf-8")),
                    path.name == current,
                )
            )
    return found


def current(site: Site) -> Snapshot | None:
    """Return the current snapshot, or None before the first."""
    return find(site) if current_id(site) is not None else None


def find(site: Site, snapshot_id: str | None = None) -> Snapshot:
    """Return the snapshot of that id, or the current one."""
    wanted = snapshot_id or current_id(site)
    if wanted is None:
        raise SnapshotError(f"{site.published}: nothing is published yet. Run `pcplan nightly`.")
    for snapshot in listed(site):
        if snapshot.snapshot_id == wanted:
            return snapshot
    raise SnapshotError(
        f"{site.published}: there is no snapshot {wanted}. `pcplan snapshots` lists those there are."
    )


def verify(snapshot: Snapshot) -> list[str]:
    """Prove a snapshot from its manifest; return what is wrong, in sentences.

    Every file must have the bytes that were published; under the version of DuckDB that wrote it,
    every table is read as well, and must have the rows that were published.
    """
    problems: list[str] = []
    for name, said in snapshot.manifest["files"].items():
        path = snapshot.folder / name
        if not path.is_file():
            problems.append(f"{name}: is missing.")
            continue
        if path.with_name(path.name + ".wal").exists():
            problems.append(f"{name}: has a write-ahead log beside it, so it is not closed.")
        if sha256_of(path) != said["sha256"]:
            problems.append(f"{name}: its bytes are not those that were published.")
            continue
        if snapshot.manifest["duckdb_version"] != duckdb.__version__:
            continue
        with duckdb.connect(str(path), read_only=True) as connection:
            for table, expected in said["tables"].items():
                found = fingerprint_of(connection, table)
                if found != (expected["rows"], expected["fingerprint"]):
                    problems.append(f"{name}: table {table} is not what was published.")
    return problems


def fingerprint_of(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, str]:
    """Count a table's rows and fingerprint them, whatever their order.

    The fingerprint is DuckDB's own hash, so it can be compared within one version of DuckDB only.
    """
    row = connection.execute(
        f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {table} as t"
    ).fetchone()
    assert row is not None
    return row
