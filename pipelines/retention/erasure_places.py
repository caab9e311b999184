"""Removes a delivery's bytes from every folder of a site but the working store and the snapshots."""

import contextlib
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pipelines import effects
from pipelines.errors import StorageError
from pipelines.ingest import landing
from pipelines.retention.erasure_register import Erasure
from pipelines.site.site import Site
from pipelines.store.warehouse import damaged

_PATIENCE_SECONDS = 60
# Dagster's own tables that say nothing of any night.
_STRUCTURE = re.compile(r"sqlite_.*|alembic_version|secondary_indexes|instance_info|kvs")


def erase(site: Site, erasure: Erasure) -> None:
    """Remove what an erasure is about from landing, and everything that was made from it there."""
    erase_from_landing(site, erasure.file_names)
    for sha256 in erasure.sha256s:
        for path in site.staged.glob(f"*/{sha256[:24]}-*"):
            effects.unlink(path)
    effects.unlink(site.staged / f"{erasure.feed_id}.under_way.jsonl")
    home = site.warehouse_file.parent
    for path in damaged(home):
        effects.unlink(path)
    for folder in (home / "unpacked", home / "spill", site.state / "drawings"):
        effects.remove_tree(folder)
    # A scorecard quotes rejected values; `pcplan scorecard` writes it again.
    effects.remove_tree(site.root / "scorecards_out")
    forget_runs(site.state / "dagster")


def erase_from_landing(site: Site, names: Iterable[str]) -> None:
    """Remove deliveries from landing; a zip that holds others too is written again without them."""
    by_file: dict[str, set[str]] = defaultdict(set)
    for name in names:
        outer, _, _ = name.partition("!")
        by_file[outer].add(name)
    for outer, wanted in by_file.items():
        path = site.landing / outer
        if not path.is_file():
            continue
        if outer in wanted or path.suffix.casefold() != ".zip":
            effects.unlink(path)
            continue
        inside = landing.members(path, name=outer)
        kept = {found.member for found in inside if found.name not in wanted and found.member}
        gone = {found.member for found in inside if found.name in wanted}
        if kept:
            _without(path, gone)
        else:
            effects.unlink(path)


def _without(path: Path, gone: set[str]) -> None:
    """Write a zip again without some of its members, the others byte for byte as they were."""
    beside = path.with_name(f".{path.name}{effects.PARTIAL}")
    try:
        with (
            zipfile.ZipFile(path) as source,
            effects.opened(beside, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as target,
        ):
            target.comment = source.comment
            for member in source.infolist():
                if member.filename not in gone:
                    with source.open(member) as one, target.open(member, "w") as copy:
                        while block := one.read(landing.BLOCK):
                            copy.write(block)
        effects.replace(beside, path)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise StorageError(
            f"{path}: cannot be written again without the erased member ({error}). Take the zip "
            "away and put its other files into landing by themselves; then run again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            effects.unlink(beside)


def forget_runs(home: Path) -> None:
    """Empty Dagster's own log of past nights, which quotes samples of values; runs stay listed."""
    for path in sorted((home / "history" / "runs").glob("*.db")):
        with contextlib.closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as connection:
            connection.isolation_level = None
            connection.execute("pragma secure_delete = on")
            named = connection.execute("select name from sqlite_master where type = 'table'")
            for (table,) in named.fetchall():
                if not _STRUCTURE.fullmatch(table):
                    effects.before("commit", path)
                    connection.execute(f'delete from "{table}"')
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
    effects.remove_tree(home / "storage")
