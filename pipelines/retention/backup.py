"""Writes a whole site into one verified archive, while pages are read and people write.

In it: settings, plan, own measures and papers, landing, the working store, what is published, the
papers written, and the state with the audit log. The working store could be built again from
landing, but not its memory: when each delivery arrived, which figures were published when, and how
each night went; so it is in, unless left out on purpose. Keys are left out unless asked for:
whoever gets hold of a backup must not be able to forge the audit log or a login.

A site is made again from it in a new folder; whole, or not at all.
"""

import datetime as dt
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.errors import BackupError
from pipelines.ingest.landing import is_unfinished
from pipelines.publish.snapshot_tables import software_version
from pipelines.retention import backup_archive
from pipelines.retention.backup_archive import Progress, Writer
from pipelines.site import lock
from pipelines.site.site import Site
from pipelines.site.version import SCHEMA_VERSION, version_of
from snapshot import snapshots

KEYS = "state/keys/"
# What is made again by itself, or is of no use to another process.
LEFT_OUT = ("warehouse/unpacked/", "warehouse/spill/", "state/drawings/", "published/removing/")
_SQLITE = b"SQLite format 3\0"
_BESIDE_SQLITE = ("-wal", "-shm", "-journal")
_TRIES = 3
_MARGIN = 64 * 1024**2  # bytes that must stay free on the disk

Told = Callable[[str, int], None]


@dataclass(frozen=True)
class Backup:
    """A backup that was written and proved."""

    path: Path
    files: int
    bytes: int
    with_keys: bool


def default_name(site: Site, at: dt.datetime) -> str:
    """Name a backup after its site and moment."""
    return f"{site.root.name}-{at:%Y%m%dT%H%M%SZ}.pcplan.zip"


def write(
    site: Site,
    to: Path,
    *,
    with_keys: bool = False,
    with_warehouse: bool = True,
    told: Told = lambda _, __: None,
    at: dt.datetime | None = None,
) -> Backup:
    """Write the backup to a file, or into a folder; BusyError while a night runs."""
    at = at or dt.datetime.now(dt.UTC)
    to = to.absolute()
    target = to / default_name(site, at) if to.is_dir() else to
    if site.root in target.parents:
        raise BackupError(
            f"{target}: is inside the site itself. Name a place on another disk, or elsewhere."
        )
    if target.exists():
        raise BackupError(f"{target}: exists. Name another file; nothing was written.")
    with lock.hold(site):
        files = list(listed(site, with_keys=with_keys, with_warehouse=with_warehouse))
        total = sum(path.stat().st_size for path in files)
        _check_space(target.parent, total)
        partial = target.with_name(f".{target.name}{effects.PARTIAL}")
        about = {
            "written_at": at.isoformat(timespec="seconds"),
            "schema_version": version_of(site.root),
            "software_version": software_version(),
            "with_keys": with_keys,
            "with_warehouse": with_warehouse,
        }
        try:
            told("Copying", total)
            with (
                backup_archive.writing(partial, about, lambda n: told("", n)) as writer,
                effects.scratch() as scratch,
            ):
                for path in files:
                    _add(writer, site, path, scratch)
            told("Proving", partial.stat().st_size)
            verify(partial, lambda n: told("", n))
            effects.replace(partial, target)
        except OSError as error:
            raise BackupError(
                f"{target}: cannot be written: {error.strerror or error}. Make room, or name "
                "another place."
            ) from error
        finally:
            effects.unlink(partial)
    return Backup(target, len(files), target.stat().st_size, with_keys)


def listed(site: Site, *, with_keys: bool, with_warehouse: bool) -> Iterator[Path]:
    """List the files of a site that a backup holds, by name."""
    left_out = [*LEFT_OUT]
    left_out += [] if with_keys else [KEYS, *_secrets(site)]
    left_out += [] if with_warehouse else ["warehouse/"]
    found = sorted(
        (path.relative_to(site.root).as_posix(), path)
        for path in site.root.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    names = {name for name, _ in found}
    for name, path in found:
        beside = next((s for s in _BESIDE_SQLITE if name.removesuffix(s) in names - {name}), "")
        if name.startswith(tuple(left_out)) or name.endswith((".lock", effects.PARTIAL)):
            continue
        if beside and _is_sqlite(site.root / name.removesuffix(beside)):
            continue  # what stands in it is copied with its database
        if name.startswith("landing/") and is_unfinished(path):
            continue
        yield path


def _secrets(site: Site) -> list[str]:
    """Name the files of the site that its settings take a secret from."""
    waiting, found = [site.document.data], []
    while waiting:
        for name, value in waiting.pop().items():
            if isinstance(value, dict):
                waiting.append(value)
            elif name.endswith("_file") and isinstance(value, str):
                path = (site.root / value).resolve()
                if path.is_relative_to(site.root.resolve()):
                    found.append(path.relative_to(site.root.resolve()).as_posix())
    return found


def verify(path: Path, progress: Progress) -> None:
    """Prove an archive as it lies on the disk: its bytes, its list, and every file in it."""
    import hashlib
    import zipfile

    backup_archive.prove(path, lambda _: None)
    with zipfile.ZipFile(path) as archive:
        for member in backup_archive.read_manifest(path, archive)["files"]:
            digest = hashlib.sha256()
            with archive.open(member.name) as source:
                while block := source.read(backup_archive.BLOCK):
                    digest.update(block)
            progress(archive.getinfo(member.name).compress_size)
            if digest.hexdigest() != member.sha256:
                raise BackupError(f"{path}: {member.name} was not written whole. Run it again.")


def _add(writer: Writer, site: Site, path: Path, scratch: Path) -> None:
    """Add one file as it stands at one moment."""
    name = path.relative_to(site.root).as_posix()
    if _is_sqlite(path):
        copy = scratch / "database.sqlite"
        _copy_sqlite(path, copy)
        writer.add(name, copy, path.stat().st_mtime_ns)
        effects.unlink(copy)
        return
    if name.startswith(("landing/", "state/", "plan/", "papers/")):
        # Others may write here meanwhile: the copy is one of a file that did not change under it.
        copy = scratch / "file"
        modified = _copy_still(path, copy)
        writer.add(name, copy, modified)
        effects.unlink(copy)
        return
    writer.add(name, path, path.stat().st_mtime_ns)


def _copy_still(path: Path, copy: Path) -> int:
    for _ in range(_TRIES):
        before = path.stat()
        effects.copy(path, copy, durable=False)
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return after.st_mtime_ns
    raise BackupError(
        f"{path}: is being written all the time. Run the backup again when it is done."
    )


def _is_sqlite(path: Path) -> bool:
    if not path.is_file() or path.suffix in _BESIDE_SQLITE:
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _copy_sqlite(path: Path, copy: Path) -> None:
    """Copy a database as it is between two transactions, whoever writes to it."""
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("pragma journal_mode = delete")
    except sqlite3.Error as error:
        raise BackupError(
            f"{path}: cannot be copied ({error}). `pcplan doctor` says what is wrong with it."
        ) from error


def _check_space(folder: Path, total: int) -> None:
    """Refuse before the work what could not be finished: a backup is never larger than its site."""
    if not folder.is_dir():
        raise BackupError(f"{folder}: is no folder. Make it, or name another.")
    free = shutil.disk_usage(folder).free
    if free < total + _MARGIN:
        raise BackupError(
            f"{folder}: has {free / 1e6:,.0f} MB free, and the site is {total / 1e6:,.0f} MB. Make "
            "room, or name a place with more."
        )


def restore(source: Path, root: Path, told: Told = lambda _, __: None) -> Site:
    """Unpack a backup beside the folder, prove every file, and put it in its place in one step."""
    source, root = source.absolute(), root.absolute()
    if not source.is_file():
        raise BackupError(f"{source}: is no file. Name a backup that `pcplan backup` wrote.")
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BackupError(
            f"{root}: exists and is not empty. Name a new folder; nothing was changed."
        )
    told("Proving", source.stat().st_size)
    backup_archive.prove(source, lambda size: told("", size))
    beside = root.with_name(f".{root.name}.restoring")
    try:
        with zipfile.ZipFile(source) as archive:
            said = backup_archive.read_manifest(source, archive)
            if "site.toml" not in {one.name for one in said["files"]}:
                raise BackupError(f"{source}: holds no site. Name a backup of one.")
            _refuse_newer(source, said)
            _check_space_beside(root.parent, sum(one.bytes for one in said["files"]))
            effects.remove_tree(beside)
            _unpack(archive, said, beside, told)
        if root.exists():
            effects.remove_empty(root)
        effects.replace(beside, root)
    except zipfile.BadZipFile as error:
        raise BackupError(f"{source}: cannot be unpacked ({error}). Take another copy.") from error
    except OSError as error:
        raise BackupError(
            f"{error.filename or root}: cannot be written: {error.strerror or error}. Nothing was "
            "restored; make room, or name another place."
        ) from error
    finally:
        effects.remove_tree(beside)
    return Site.find(root)


def _unpack(archive: zipfile.ZipFile, said: dict[str, Any], folder: Path, told: Told) -> None:
    told("Unpacking", sum(one.bytes for one in said["files"]))
    for member in said["files"]:
        target = folder / member.name
        backup_archive.unpack(archive, member, target, lambda size: told("", size))
        if member.name.startswith(KEYS):
            target.chmod(0o600)
        # The ledger knows a delivery by its size and time: with another one it is read again.
        os.utime(target, ns=(member.modified_ns, member.modified_ns))
    for name in ("landing", "published", "papers_out", "plan", "metrics", "papers", "warehouse"):
        effects.make_folder(folder / name)


def _refuse_newer(source: Path, said: dict[str, Any]) -> None:
    version = said.get("schema_version")
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise BackupError(
            f"{source}: is of a site of form {version}, made by pcplan {said['software_version']}; "
            f"this one knows forms up to {SCHEMA_VERSION}. Install that pcplan, then restore."
        )


def _check_space_beside(folder: Path, total: int) -> None:
    effects.make_folder(folder)
    free = shutil.disk_usage(folder).free
    if free < total + _MARGIN:
        raise BackupError(
            f"{folder}: has {free / 1e6:,.0f} MB free, and the backup holds {total / 1e6:,.0f} MB. "
            "Make room, or name a folder on another disk. Nothing was restored."
        )


def problems(site: Site) -> list[str]:
    """Prove what was restored: its current snapshot, byte for byte and row for row."""
    if snapshots.current_id(site.published) is None:
        return []
    return snapshots.verify(snapshots.find(site.published))
