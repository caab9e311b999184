"""Makes a site again from a backup, in a new folder; whole, or not at all."""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.errors import BackupError
from pipelines.retention import backup_archive
from pipelines.retention.backup import KEYS, Told
from pipelines.site.site import Site
from pipelines.site.version import SCHEMA_VERSION
from snapshot import snapshots

_MARGIN = 64 * 1024**2  # bytes that must stay free on the disk


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
            _check_space(root.parent, sum(one.bytes for one in said["files"]))
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


def _check_space(folder: Path, total: int) -> None:
    effects.make_folder(folder)
    free = shutil.disk_usage(folder).free
    if free < total + _MARGIN:
        raise BackupError(
            f"{folder}: has {free / 1e6:,.0f} MB free, and the backup holds {total / 1e6:,.0f} MB. "
            "Make room, or name a folder on another disk. Nothing was restored."
        )


def problems(site: Site) -> list[str]:
    """Prove what was restored: its current snapshot, byte for byte and row for row."""
    if snapshots.current_id(site) is None:
        return []
    return snapshots.verify(snapshots.find(site))
