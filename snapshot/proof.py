"""Proves, before a snapshot is shown, that its bytes are those that were published."""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from snapshot.published import UnreadableError

_MANIFEST, _SEAL, _POINTER = "manifest.json", "seal", "CURRENT.json"


def prove(folder: Path, audience: str, snapshot_id: str) -> None:
    """Raise UnreadableError where the manifest or an audience's file is not what was published."""
    home = folder / "snapshots" / snapshot_id
    manifest = home / _MANIFEST
    file = home / f"{audience}.duckdb"
    if not manifest.is_file() or not file.is_file():
        return  # opening it says what is missing
    wanted = _wanted(manifest, file.name)
    status = file.stat()
    if _sha256(file, status.st_size, status.st_mtime_ns) != wanted:
        raise UnreadableError(
            f"{file}: its bytes are not those that were published. `pcplan verify` says more."
        )


def forget() -> None:
    """Read every file again at its next proof: something about one was found to be wrong."""
    _sha256.cache_clear()


def earlier(folder: Path) -> Iterator[str]:
    """Name the snapshots that might be shown in place of the current one, newest first."""
    if not (folder / _POINTER).exists():
        return  # nothing was ever published
    for path in sorted((folder / "snapshots").glob("*/"), reverse=True):
        if not path.name.endswith(".partial"):
            yield path.name


def _wanted(manifest: Path, name: str) -> str:
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        seal = said.pop(_SEAL, None)
        if seal is not None and seal != _sealed(said):
            raise UnreadableError(
                f"{manifest}: is not what was published. `pcplan verify` says more."
            )
        return str(said["files"][name]["sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(
            f"{manifest}: cannot be read: {error}. `pcplan verify` says more."
        ) from error


def _sealed(said: object) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=16)
def _sha256(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
