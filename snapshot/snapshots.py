"""Published snapshots: named, pointed at by CURRENT.json, and proved from their manifest.

`folder` is throughout the folder that an installation publishes into.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import SnapshotError

AUDIENCES = ("restricted", "board", "public")
POINTER = "CURRENT.json"
MANIFEST = "manifest.json"
SEAL = "seal"
# What a manifest held before it was sealed: those of the first versions stay as they are.
_UNSEALED = {
    "snapshot_id", "business_date", "published_at", "software_version", "duckdb_version", "files",
}  # fmt: skip
_SETTLED_NANOSECONDS = 2_000_000_000  # the coarsest clock of a file system ticks in two seconds


class NotPublishedError(SnapshotError):
    """There is no snapshot to read yet."""


class UnreadableError(NotPublishedError):
    """The snapshot is there and cannot be read."""


@dataclass(frozen=True)
class Snapshot:
    """One published snapshot and what its manifest says."""

    snapshot_id: str
    folder: Path
    manifest: dict[str, Any]
    is_current: bool

    def file(self, audience: str) -> Path:
        """Name the file of an audience."""
        return self.folder / f"{audience}.duckdb"


# Which snapshot is current.


def is_anything_published(folder: Path) -> bool:
    """Say whether a snapshot was ever pointed at."""
    return (folder / POINTER).exists()


def current_id(folder: Path) -> str | None:
    """Return which snapshot CURRENT.json names, or None before the first.

    Raises UnreadableError where it names none.
    """
    pointer = folder / POINTER
    try:
        return str(json.loads(pointer.read_text(encoding="utf-8"))["snapshot_id"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(
            f"{pointer}: does not name a snapshot. Choose one with `pcplan rollback ID`, or run "
            "`pcplan nightly`, which publishes a new one."
        ) from error


def named_id(folder: Path) -> str:
    """Return which snapshot CURRENT.json names; raises NotPublishedError before the first."""
    named = current_id(folder)
    if named is None:
        raise NotPublishedError(f"{folder}: nothing is published yet. Run `pcplan nightly` first.")
    return named


class Pointer:
    """CURRENT.json as it stands at each request, read again only when it has been replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[tuple[int, int, int], str] | None = None

    def snapshot_id(self) -> str:
        """Return which snapshot is current.

        A file just written may be replaced within one tick of the disk's clock, under the same
        number: what is that new is read each time.
        """
        try:
            status = (self._folder / POINTER).stat()
        except FileNotFoundError:
            return named_id(self._folder)
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        is_settled = abs(time.time_ns() - status.st_mtime_ns) > _SETTLED_NANOSECONDS
        read = self._read
        if read is None or read[0] != seen or not is_settled:
            self._read = read = (seen, named_id(self._folder))
        return read[1]


def point_at(folder: Path, snapshot_id: str) -> None:
    """Replace CURRENT.json atomically: write, fsync, rename, fsync the folder."""
    effects.write_text(folder / POINTER, json.dumps({"snapshot_id": snapshot_id}) + "\n")


# Which snapshots there are.


def listed(folder: Path) -> list[Snapshot]:
    """List the snapshots whose manifest can be read, newest first."""
    current, snapshots = _current_or_none(folder), []
    for path in _folders(folder):
        try:
            manifest = _manifest(path)
        except SnapshotError:
            continue
        snapshots.append(Snapshot(path.name, path, manifest, path.name == current))
    return snapshots


def earlier(folder: Path) -> Iterator[str]:
    """Name the snapshots that might be shown in place of the current one, newest first."""
    if is_anything_published(folder):
        yield from (path.name for path in _folders(folder))


def _folders(folder: Path) -> list[Path]:
    """List the folders of finished snapshots, newest first."""
    found = sorted((folder / "snapshots").glob("*/"), reverse=True)
    return [path for path in found if not path.name.endswith(effects.PARTIAL)]


def current(folder: Path) -> Snapshot | None:
    """Return the current snapshot, or None before the first."""
    return find(folder) if current_id(folder) is not None else None


def find(folder: Path, snapshot_id: str | None = None) -> Snapshot:
    """Return the snapshot of that id, or the current one."""
    wanted = snapshot_id or current_id(folder)
    if wanted is None:
        raise NotPublishedError(f"{folder}: nothing is published yet. Run `pcplan nightly`.")
    home = folder / "snapshots" / wanted
    if Path(wanted).name != wanted or wanted.endswith(effects.PARTIAL) or not home.is_dir():
        raise NotPublishedError(
            f"{folder}: there is no snapshot {wanted}. `pcplan snapshots` lists those there are."
        )
    return Snapshot(wanted, home, _manifest(home), wanted == _current_or_none(folder))


def _current_or_none(folder: Path) -> str | None:
    """Return which snapshot is current, or None where CURRENT.json does not say."""
    try:
        return current_id(folder)
    except SnapshotError:
        return None


def last_whole(folder: Path) -> Snapshot | None:
    """Return the current snapshot if its bytes are whole, else the newest one that is."""
    for snapshot in sorted(listed(folder), key=lambda one: not one.is_current):
        if not verify(snapshot, read_tables=False):
            return snapshot
    return None


def is_whole(folder: Path) -> bool:
    """Say whether CURRENT.json names a snapshot whose every byte is as it was published."""
    try:
        snapshot = current(folder)
    except SnapshotError:
        return False
    return snapshot is not None and not verify(snapshot, read_tables=False)


def forget_unfinished(folder: Path) -> None:
    """Remove the folders of snapshots that were never finished."""
    for left_over in (folder / "snapshots").glob(f"*{effects.PARTIAL}"):
        effects.remove_tree(left_over)


# What a manifest says, and whether it is so.


def write_manifest(
    home: Path,
    about: dict[str, Any],
    files: dict[str, dict[str, Any]],
    left_out: dict[str, str],
) -> None:
    """Name every file of a snapshot with its fingerprint, under a seal.

    `about` is what else the manifest says, `files` what `description` gives of each audience's file,
    `left_out` why an artefact is absent. It is written last, so that a folder with one is whole.
    """
    more = {"files": files, "artefacts": artefacts(home, files), "left_out": left_out}
    manifest = about | more
    text = json.dumps(sealed(manifest), indent=1, ensure_ascii=False)
    effects.write_text(home / MANIFEST, f"{text}\n")


def description(path: Path, names: Iterable[str]) -> dict[str, Any]:
    """Return what a manifest says of an audience's file: its bytes, and the rows of each table."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = {}
        for name in names:
            rows, fingerprint = fingerprint_of(connection, name)
            tables[name] = {"rows": rows, "fingerprint": fingerprint}
    return _bytes_of(path) | {"tables": tables}


def artefacts(home: Path, files: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of everything else in the folder."""
    return {
        path.relative_to(home).as_posix(): _bytes_of(path)
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name not in files
    }


def _bytes_of(path: Path) -> dict[str, Any]:
    return {"sha256": effects.sha256_of(path), "bytes": path.stat().st_size}


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add to a manifest the fingerprint of all it says, so that a changed byte of it is found."""
    return manifest | {SEAL: _seal(manifest)}


def _seal(manifest: dict[str, Any]) -> str:
    said = {name: value for name, value in manifest.items() if name != SEAL}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _manifest(home: Path) -> dict[str, Any]:
    """Read a snapshot's manifest; raises UnreadableError where it is missing or no manifest."""
    path = home / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(
            f"{path}: cannot be read, so nothing of this snapshot can be proved ({error}). Choose "
            "another with `pcplan rollback ID`, or run `pcplan nightly`."
        ) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise UnreadableError(
            f"{path}: is not the manifest of a snapshot. Choose another snapshot with "
            "`pcplan rollback ID`, or run `pcplan nightly`."
        )
    return manifest


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
            fingerprint = effects.sha256_of(path)
        except OSError as error:
            problems.append(f"{name}: cannot be read: {error.strerror or error}.")
            continue
        if fingerprint != said.get("sha256"):
            problems.append(f"{name}: its bytes are not those that were published.")
        elif read_tables and "tables" in said and manifest["duckdb_version"] == duckdb.__version__:
            problems += _wrong_tables(path, said["tables"])
    return problems


def _wrong_tables(path: Path, said: dict[str, dict[str, Any]]) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            f"{path.name}: table {table} is not what was published."
            for table, expected in said.items()
            if fingerprint_of(connection, table) != (expected["rows"], expected["fingerprint"])
        ]


def fingerprint_of(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, str]:
    """Count a table's rows and fingerprint them, whatever their order.

    The fingerprint is DuckDB's own hash, so it can be compared within one version of DuckDB only.
    """
    row = connection.execute(
        f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {table} as t"
    ).fetchone()
    assert row is not None
    return row


# Proof of one audience's file, before it is shown.


def prove(folder: Path, audience: str, snapshot_id: str) -> None:
    """Raise UnreadableError where the manifest or an audience's file is not what was published.

    A file that has not changed since its last proof is not read again; `forget_proofs` ends that.
    """
    home = folder / "snapshots" / snapshot_id
    file = home / f"{audience}.duckdb"
    if not (home / MANIFEST).is_file() or not file.is_file():
        return  # opening it says what is missing
    manifest = _manifest(home)
    if manifest.get(SEAL) not in (None, _seal(manifest)):
        raise UnreadableError(
            f"{home / MANIFEST}: is not what was published. `pcplan verify` says more."
        )
    status = file.stat()
    wanted = manifest["files"].get(file.name, {}).get("sha256")
    if _proved(file, status.st_size, status.st_mtime_ns) != wanted:
        raise UnreadableError(
            f"{file}: its bytes are not those that were published. `pcplan verify` says more."
        )


def forget_proofs() -> None:
    """Read every file again at its next proof: something about one was found to be wrong."""
    _proved.cache_clear()


@lru_cache(maxsize=16)
def _proved(path: Path, size: int, changed: int) -> str:
    return effects.sha256_of(path)
