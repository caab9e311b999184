"""Every lasting effect on files goes through here, so that a test can make any one of them fail.

`before` is called with what is about to happen and to which path: "open", "write", "fsync",
"replace", "unlink", "rmtree", "mkdir", "attach", "commit" or "checkpoint". It does nothing,
until a test puts in its place one that raises an OSError or ends the process.

A file is written beside its place and moved there when whole: whatever happens, a reader finds
the old file or the new one, and of two writers the later one wins.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, overload

import psutil

from pipelines.sql import literal

if TYPE_CHECKING:
    import duckdb

PARTIAL = ".partial"
_BESIDE = re.compile(r"\..+\.(\d+)-\d+\.partial")
_PATIENCE = 20  # times that Windows is asked again for a file which a reader holds for a moment
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}  # what some network shares answer

BinaryMode = Literal["wb", "ab", "xb"]
TextMode = Literal["w", "a", "x"]


def before(kind: str, path: Path) -> None:
    """Do nothing: the hook that tests replace, called before each effect."""


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a text as UTF-8, its line ends as they are, so that it is there whole or not at all."""
    write_bytes(path, text.encode("utf-8"), durable=durable)


def write_bytes(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file so that after any crash it is the old one or the new one, whole.

    Unless it is `durable`, a power cut (not a crash of the program) may still cost it.
    """
    beside = _beside(path)
    try:
        with opened(beside, "wb", durable=durable) as file:
            file.write(content)
        replace(beside, path, durable=durable)
    except OSError:
        _forget(beside)
        raise


def append_line(path: Path, text: str) -> None:
    """Add one line to a file in one write, and wait until it is on the disk."""
    with opened(path, "ab") as file:
        file.write(text.encode("utf-8") + b"\n")


@overload
def opened(
    path: Path, mode: BinaryMode, *, durable: bool = True
) -> contextlib.AbstractContextManager[IO[bytes]]: ...


@overload
def opened(
    path: Path, mode: TextMode, *, durable: bool = True
) -> contextlib.AbstractContextManager[IO[str]]: ...


@contextlib.contextmanager
def opened(path: Path, mode: str, *, durable: bool = True) -> Iterator[IO[Any]]:
    """Open a file to write it as a stream; when `durable`, it is on the disk when this ends.

    Text is UTF-8 and its line ends are written as they are. The file has its own name at once:
    write one that others read beside its place, and `replace`.
    """
    before("open", path)
    how = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    with path.open(mode, **how) as file:  # type: ignore[call-overload]
        yield file
        before("write", path)
        file.flush()
        if durable:
            before("fsync", path)
            os.fsync(file.fileno())


def replace(source: Path, target: Path, *, durable: bool = True) -> None:
    """Move a file or folder to its place in one step, over the file that is there."""
    before("replace", target)
    for waited in range(_PATIENCE):
        try:
            os.replace(source, target)  # noqa: PTH105 (a folder as well, on every system)
            break
        except PermissionError:
            if os.name != "nt" or waited + 1 == _PATIENCE:
                raise
            time.sleep(0.05)
    if durable:
        sync_folder(target.parent)


def unlink(path: Path, *, missing_ok: bool = True) -> None:
    """Remove a file."""
    before("unlink", path)
    path.unlink(missing_ok=missing_ok)


def remove_tree(path: Path) -> None:
    """Remove a folder and all that is in it, if it is there."""
    before("rmtree", path)
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path)


def remove_empty(path: Path) -> None:
    """Remove a folder that holds nothing; raises OSError where it holds something."""
    before("rmtree", path)
    path.rmdir()


def make_folder(path: Path, *, exist_ok: bool = True) -> None:
    """Make a folder, and those above it."""
    if exist_ok and path.is_dir():
        return
    before("mkdir", path)
    path.mkdir(parents=True, exist_ok=exist_ok)


def copy(source: Path, target: Path, *, durable: bool = True) -> None:
    """Copy a file's bytes, so that the copy is there whole or not at all."""
    beside = _beside(target)
    try:
        with source.open("rb") as original, opened(beside, "wb", durable=durable) as file:
            shutil.copyfileobj(original, file, 1 << 20)
        replace(beside, target, durable=durable)
    except OSError:
        _forget(beside)
        raise


def sync_file(path: Path) -> None:
    """Wait until a file that a library wrote is on the disk."""
    before("fsync", path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make what was moved in a folder durable, where the system can (not on Windows)."""
    before("fsync", path)
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Fingerprint a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def scratch(within: Path | None = None) -> Iterator[Path]:
    """Give a new empty folder, within another or where the system keeps such, and remove it."""
    if within is not None:
        make_folder(within)
    before("mkdir", within or Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(dir=within, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def attach(connection: "duckdb.DuckDBPyConnection", path: Path, name: str) -> None:
    """Attach a database file, which makes it if it is not there."""
    before("attach", path)
    connection.execute(f"attach {literal(str(path))} as {name}")


def commit(connection: "duckdb.DuckDBPyConnection", path: Path = Path("database")) -> None:
    """Commit a connection's transaction; `path` tells a test which database it is."""
    before("commit", path)
    connection.execute("commit")


def checkpoint(
    connection: "duckdb.DuckDBPyConnection", name: str = "", path: Path = Path("database")
) -> None:
    """Fold a database's write-ahead log into its file; without a name, the connection's own."""
    before("checkpoint", path)
    connection.execute(f"checkpoint {name}".rstrip())


def sweep(folder: Path, *, deep: bool = False) -> None:
    """Remove what writers left half-written in a folder (and below), whose processes are gone."""
    for path in (folder.rglob if deep else folder.glob)(f".*{PARTIAL}"):
        found = _BESIDE.fullmatch(path.name)
        if found and not psutil.pid_exists(int(found[1])):
            unlink(path)


def _beside(path: Path) -> Path:
    """Name the place where a file is written first: hidden, and no other writer's."""
    return path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{PARTIAL}")


def _forget(path: Path) -> None:
    """Remove what could not be finished, if that at least can be done."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
