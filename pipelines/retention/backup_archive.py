"""The form of a backup: a zip that lists its own files and proves its own bytes.

The last line of the zip is its comment: the sha256 of every byte before it. So any changed byte,
in a file or in the zip's own tables, is found before anything is read from it. MANIFEST.json, the
last file, holds the sha256 of each file; files stand in the order of their names and carry no
times of their own, so two backups of the same site are equal but for the moment written in it.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pipelines import effects
from pipelines.errors import BackupError

MANIFEST = "MANIFEST.json"
FORMAT = 1
BLOCK = 1 << 20
_MARK = b"pcplan sha256 "
_COMMENT = len(_MARK) + 64
_LEVEL = 1  # deliveries pack to a fifth already; a higher level costs minutes for little
_WHEN = (1980, 1, 1, 0, 0, 0)

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Member:
    """One file of a site in a backup; `modified_ns` is what tells the ledger that it is unchanged."""

    name: str
    bytes: int
    sha256: str
    modified_ns: int


class Writer:
    """Writes one archive, file by file."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        """Add to an open zip; `progress` hears of each block."""
        self.archive, self.progress = archive, progress
        self.members: list[Member] = []

    def add(self, name: str, path: Path, modified_ns: int) -> None:
        """Add one file under a name, fingerprinted as it is read."""
        digest, size = hashlib.sha256(), 0
        member = zipfile.ZipInfo(name, _WHEN)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.create_system = 0  # the same bytes from every system
        member.external_attr = 0
        with path.open("rb") as source, self.archive.open(member, "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                digest.update(block)
                size += len(block)
                target.write(block)
                self.progress(len(block))
        self.members.append(Member(name, size, digest.hexdigest(), modified_ns))


@contextmanager
def writing(path: Path, about: dict[str, Any], progress: Progress) -> Iterator[Writer]:
    """Give a writer; when it ends well, the archive is whole, closed and sealed."""
    with (
        effects.opened(path, "wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
    ):
        writer = Writer(archive, progress)
        yield writer
        said = {"format": FORMAT, **about, "files": [asdict(one) for one in writer.members]}
        manifest = zipfile.ZipInfo(MANIFEST, _WHEN)
        manifest.compress_type, manifest.create_system = zipfile.ZIP_DEFLATED, 0
        archive.writestr(manifest, json.dumps(said, indent=1) + "\n")
        archive.comment = b"-" * _COMMENT  # its place; what stands there is known at the end
    seal = _sum(path, path.stat().st_size - _COMMENT, lambda _: None)
    with effects.opened(path, "ab") as file:
        file.truncate(path.stat().st_size - _COMMENT)
        file.write(_MARK + seal.encode("ascii"))


def prove(path: Path, progress: Progress) -> None:
    """Refuse an archive of which any byte is not as it was written."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _COMMENT, 0))
        comment = file.read()
    if size <= _COMMENT or not comment.startswith(_MARK):
        raise BackupError(
            f"{path}: is not a whole backup of pcplan: it was cut short, or is another file. Take "
            "another copy of it."
        )
    if _sum(path, size - _COMMENT, progress).encode("ascii") != comment[len(_MARK) :]:
        raise BackupError(
            f"{path}: is damaged: its bytes are not those that were written. Nothing was restored "
            "from it; take another copy, or an earlier backup."
        )


def _sum(path: Path, until: int, progress: Progress) -> str:
    digest, left = hashlib.sha256(), until
    with path.open("rb") as file:
        while left and (block := file.read(min(BLOCK, left))):
            digest.update(block)
            left -= len(block)
            progress(len(block))
    return digest.hexdigest()


def read_manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Read what an archive says it holds; refuse names that lead out of a site."""
    try:
        said: dict[str, Any] = json.loads(archive.read(MANIFEST))
        files = [Member(**entry) for entry in said["files"]]
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise BackupError(f"{path}: holds no list of its files ({error}). Take another.") from error
    if said.get("format") != FORMAT:
        raise BackupError(
            f"{path}: was written in form {said.get('format')} by a newer pcplan "
            f"({said.get('software_version')}). Restore it with that one."
        )
    named = [one.name for one in files]
    held = [one.filename for one in archive.infolist() if one.filename != MANIFEST]
    if sorted(named) != sorted(held) or len(set(named)) != len(named):
        raise BackupError(f"{path}: does not hold the files that it lists. Take another.")
    for name in named:
        if not is_inside(name):
            raise BackupError(f"{path}: {name!r} leads out of a site. It is no backup of pcplan.")
    return said | {"files": files}


def is_inside(name: str) -> bool:
    """Say whether a member's name is that of a file in the site, on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and "\\" not in name
        and ":" not in name
        and "\0" not in name
        and ".." not in parts
        and name == "/".join(parts)
    )


def unpack(archive: zipfile.ZipFile, member: Member, target: Path, progress: Progress) -> None:
    """Write one file where it belongs, and prove it while doing so."""
    digest = hashlib.sha256()
    effects.make_folder(target.parent)
    with (
        archive.open(member.name) as source,
        effects.opened(target, "wb", durable=False) as file,
    ):
        _copy(source, file, digest.update, progress)
    if digest.hexdigest() != member.sha256 or target.stat().st_size != member.bytes:
        raise BackupError(f"{target}: is not as it was backed up. Take another copy of the backup.")


def _copy(
    source: IO[bytes], target: IO[bytes], update: Callable[[bytes], None], progress: Progress
) -> None:
    while block := source.read(BLOCK):
        update(block)
        target.write(block)
        progress(len(block))
