"""Published snapshots: named, verified from their manifest, and pointed at by CURRENT.json."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import SnapshotError
from pipelines.ingest.landing import sha256_of
from pipelines.site.site import Site

AUDIENCES = ("restricted", "board", "public")
MANIFEST = "manifest.json"
SEAL = "seal"
# What a manifest held before it was sealed: those of the first versions stay as they are.
_UNSEALED = {
    "snapshot_id", "business_date", "published_at", "software_version", "duckdb_version", "files",
}  # fmt: skip


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
            f"{pointer}: does not name a snapshot. Choose one with `pcplan rollback ID`, or run "
            "`pcplan nightly`, which publishes a new one."
        ) from error


def point_at(site: Site, snapshot_id: str) -> None:
    """Replace CURRENT.json atomically: write, fsync, rename, fsync the folder."""
    pointer = site.published / "CURRENT.json"
    effects.write_text(pointer, json.dumps({"snapshot_id": snapshot_id}) + "\n")


def listed(site: Site) -> list[Snapshot]:
    """List the snapshots whose manifest can be read, newest first."""
    folder = site.published / "snapshots"
    if not folder.is_dir():
        return []
    current, found = _named(site), []
    for path in sorted(folder.iterdir(), reverse=True):
        if path.is_dir() and not path.name.endswith(effects.PARTIAL):
            try:
                manifest = _manifest(path)
            except SnapshotError:
                continue
            found.append(Snapshot(path.name, path, manifest, path.name == current))
    return found


def _manifest(folder: Path) -> dict[str, Any]:
    """Read a snapshot's manifest; raises SnapshotError where it is missing or no manifest."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SnapshotError(
            f"{path}: cannot be read, so nothing of this snapshot can be proved ({error}). Choose "
            "another with `pcplan rollback ID`, or run `pcplan nightly`."
        ) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise SnapshotError(
            f"{path}: is not the manifest of a snapshot. Choose another snapshot with "
            "`pcplan rollback ID`, or run `pcplan nightly`."
        )
    return manifest


def current(site: Site) -> Snapshot | None:
    """Return the current snapshot, or None before the first."""
    return find(site) if current_id(site) is not None else None


def find(site: Site, snapshot_id: str | None = None) -> Snapshot:
    """Return the snapshot of that id, or the current one."""
    wanted = snapshot_id or current_id(site)
    if wanted is None:
        raise SnapshotError(f"{site.published}: nothing is published yet. Run `pcplan nightly`.")
    folder = site.published / "snapshots" / wanted
    if Path(wanted).name != wanted or wanted.endswith(effects.PARTIAL) or not folder.is_dir():
        raise SnapshotError(
            f"{site.published}: there is no snapshot {wanted}. "
            "`pcplan snapshots` lists those there are."
        )
    return Snapshot(wanted, folder, _manifest(folder), wanted == _named(site))


def _named(site: Site) -> str | None:
    """Return which snapshot is current, or None where CURRENT.json does not say."""
    try:
        return current_id(site)
    except SnapshotError:
        return None


def last_whole(site: Site) -> Snapshot | None:
    """Return the current snapshot if its bytes are whole, else the newest one that is."""
    for snapshot in sorted(listed(site), key=lambda one: not one.is_current):
        if not verify(snapshot, read_tables=False):
            return snapshot
    return None


def is_whole(site: Site) -> bool:
    """Say whether CURRENT.json names a snapshot whose every byte is as it was published."""
    try:
        snapshot = current(site)
    except SnapshotError:
        return False
    return snapshot is not None and not verify(snapshot, read_tables=False)


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add to a manifest the fingerprint of all it says, so that a changed byte of it is found."""
    return manifest | {SEAL: _seal(manifest)}


def _seal(manifest: dict[str, Any]) -> str:
    said = {name: value for name, value in manifest.items() if name != SEAL}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def verify(snapshot: Snapshot, *, read_tables: bool = True) -> list[str]:
    """Prove a snapshot from its manifest; return what is wrong, in sentences.

    The manifest must be as it was sealed, and every file must have the bytes that were published;
    under the version of DuckDB that wrote it, every table is read as well, and must have the rows
    that were published.
    """
    manifest = snapshot.manifest
    if manifest.keys() != _UNSEALED and manifest.get(SEAL) != _seal(manifest):
        return [f"{MANIFEST}: is not what was published, so nothing of the snapshot is proved."]
    if manifest.get("snapshot_id") != snapshot.snapshot_id:
        return [f"{MANIFEST}: is that of the snapshot {manifest.get('snapshot_id')}."]
    problems: list[str] = []
    for name, said in (manifest["files"] | manifest.get("artefacts", {})).items():
        path = snapshot.folder / name
        if not path.is_file():
            problems.append(f"{name}: is missing.")
            continue
        if path.with_name(path.name + ".wal").exists():
            problems.append(f"{name}: has a write-ahead log beside it, so it is not closed.")
        try:
            found = sha256_of(path)
        except OSError as error:
            problems.append(f"{name}: cannot be read: {error.strerror or error}.")
            continue
        if found != said.get("sha256"):
            problems.append(f"{name}: its bytes are not those that were published.")
        elif read_tables and "tables" in said and manifest["duckdb_version"] == duckdb.__version__:
            problems += _wrong_tables(path, said["tables"])
    return problems


def _wrong_tables(path: Path, said: dict[str, dict[str, Any]]) -> list[str]:
    problems = []
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, expected in said.items():
            found = fingerprint_of(connection, table)
            if found != (expected["rows"], expected["fingerprint"]):
                problems.append(f"{path.name}: table {table} is not what was published.")
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


def forget_unfinished(site: Site) -> None:
    """Remove the folders of snapshots that were never finished."""
    for left_over in (site.published / "snapshots").glob(f"*{effects.PARTIAL}"):
        effects.remove_tree(left_over)
