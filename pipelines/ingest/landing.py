"""The landing folder: deliveries exactly as received; a file, a folder or a zip, per feed."""

import contextlib
import datetime as dt
import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pipelines import effects
from pipelines.errors import FeedError, StorageError

UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")
NOT_DATA = {"thumbs.db", "desktop.ini", "license", "license.txt", "license.md"}
LARGEST_MEMBER = 4 * 1024**3
LARGEST_ARCHIVE = 16 * 1024**3
LARGEST_RATIO = 250
LARGEST_UNQUESTIONED = 100_000_000  # below this much, no ratio is a bomb
MOST_MEMBERS = 20_000
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Found:
    """One file as it lies in landing: `name` is its path, with `!` before a member of a zip.

    `seen` changes whenever the file on disk does: size and time of change of the file or its zip.
    """

    feed_id: str
    name: str
    path: Path
    member: str
    seen: str
    size: int
    problem: str = ""


def is_unfinished(path: Path | os.DirEntry[str]) -> bool:
    """Say whether a name is that of a file still on its way, hidden, or left by an editor."""
    name = path.name.casefold()
    return name.startswith((".", "~$")) or name.endswith(UNFINISHED)


def is_still(found: Found) -> bool:
    """Say whether a file is as it was found: one that is still being written is left for later."""
    try:
        return _seen(found.path) == found.seen
    except OSError:
        return False


def arrived(path: Path) -> dt.datetime:
    """Return when a file came to lie where it is: a copy may keep the time of its original."""
    status = path.stat()
    return dt.datetime.fromtimestamp(max(status.st_mtime, status.st_ctime), dt.UTC)


def _seen(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size}/{status.st_mtime_ns}"


def find(landing: Path, feed_id: str) -> list[Found]:
    """List every file under a feed's landing folder, members of zips included, by name."""
    folder = landing / feed_id
    if not folder.is_dir():
        return []
    found: list[Found] = []
    for inside, seen in sorted(_files(str(folder))):
        path, name = folder.joinpath(*inside), "/".join((feed_id, *inside))
        if path.suffix.casefold() == ".zip":
            found += members(path, feed_id, name, seen)
        else:
            found.append(Found(feed_id, name, path, "", seen, int(seen.split("/")[0])))
    return found


def _files(folder: str, *above: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each file's path within a folder, in parts, and its size and time of change.

    A folder of a thousand deliveries is looked through at each night, so no file is asked twice.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inside = (*above, entry.name)
            try:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path, *inside)
                elif entry.is_file() and not is_unfinished(entry):
                    status = Path(entry.path).stat()
                    yield inside, f"{status.st_size}/{status.st_mtime_ns}"
            except FileNotFoundError:
                continue  # taken away while the folder was read


def members(path: Path, feed_id: str = "", name: str = "", seen: str = "") -> list[Found]:
    """List what a zip holds; a member that is not safe to open is listed with its problem."""
    name = name or path.name
    try:
        with zipfile.ZipFile(path) as archive:
            held = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        reason = (
            f"the zip cannot be opened ({error}): it was cut short or is not a zip. Send it again."
        )
        return [Found(feed_id, name, path, "", seen, path.stat().st_size, reason)]
    total = sum(member.file_size for member in held)
    if total > LARGEST_ARCHIVE or len(held) > MOST_MEMBERS:
        reason = (
            f"the zip would unpack to {total:,} bytes in {len(held):,} files, beyond what is "
            "opened. Send it in parts."
        )
        return [Found(feed_id, name, path, "", seen, path.stat().st_size, reason)]
    found = []
    for member in sorted(held, key=lambda m: m.filename):
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if is_unfinished(Path(inner.name)) or "__MACOSX" in inner.parts:
            continue
        found.append(
            Found(
                feed_id, f"{name}!{inner}", path, member.filename, seen, member.file_size,
                _member_problem(member, inner),
            )
        )  # fmt: skip
    return found


def _member_problem(member: zipfile.ZipInfo, inner: PurePosixPath) -> str:
    if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
        return "its path leads out of the zip. It is not opened; ask the supplier for a clean zip."
    if member.flag_bits & 0x1:
        return "it is encrypted. Ask the supplier for a zip without a password."
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > LARGEST_MEMBER or (
        ratio > LARGEST_RATIO and member.file_size > LARGEST_UNQUESTIONED
    ):
        return (
            f"it would unpack to {member.file_size:,} bytes ({ratio:,.0f} to 1). It is not opened."
        )
    if inner.suffix.casefold() == ".zip":
        return "it is a zip within a zip. Unpack the outer one into the landing folder."
    return ""


@contextmanager
def opened(found: Found, scratch: Path) -> Iterator[Path]:
    """Give a plain file to read: the file itself, or its unpacked copy while in use."""
    packed = found.member or found.path.suffix.casefold() == ".gz"
    if not packed:
        yield found.path
        return
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(effects.scratch(scratch))
            name = PurePosixPath(found.member.replace("\\", "/")).name or found.path.stem
            with effects.opened(folder / name, "wb", durable=False) as file:
                for block in _unpacked(found):
                    file.write(block)
        except OSError as error:
            raise StorageError(
                f"{scratch}: {found.name} cannot be unpacked there: {error.strerror or error}. "
                "Make room on the disk, or mend the folder's permissions; then run again."
            ) from error
        yield folder / name


def _unpacked(found: Found) -> Iterator[bytes]:
    """Yield a packed file's content; whatever is wrong with reading it is the file's own fault."""
    try:
        packed = found.path.stat().st_size
        most = min(LARGEST_MEMBER, max(LARGEST_UNQUESTIONED, LARGEST_RATIO * packed))
        written = 0
        with _packed(found) as source:
            while block := source.read(BLOCK):
                written += len(block)
                if written > most:
                    raise FeedError(f"unpacks to more than {most:,} bytes. It is not opened.")
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise FeedError(f"cannot be unpacked: {error}. Send it again.") from error


@contextmanager
def _packed(found: Found) -> Iterator[IO[bytes]]:
    if not found.member:
        with gzip.open(found.path) as source:
            yield source  # type: ignore[misc]
        return
    with zipfile.ZipFile(found.path) as archive, archive.open(found.member) as source:
        yield source


def copy_into(source: Path, target: Path) -> None:
    """Copy so that the target appears whole or not at all."""
    effects.make_folder(target.parent)
    effects.copy(source, target)
