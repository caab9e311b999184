"""What `pcplan doctor` looks at on the machine: Python, packages, fonts, time zones, ports."""

import importlib.metadata
import importlib.util
import re
import socket
import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
import psutil
from packaging.requirements import Requirement

from pipelines import assemble
from pipelines.site.site import Site

OLDEST_PYTHON = (3, 11)
LOCK = Path(__file__).parents[2] / "requirements.lock"
EXTENSIONS = ("core_functions", "parquet")
SHOWN = 3
FONT_PACKAGE = "font_source_sans_pro"
SET_UP = "Run `make setup`, or: python -m pip install --require-hashes -r requirements.lock"

Verdict = tuple[bool, str, str]


def well(found: str) -> Verdict:
    """Say that a thing is as it should be."""
    return True, found, ""


def look(found: str, remedy: str) -> Verdict:
    """Say that a thing is not as it should be, and what mends it."""
    return False, found, remedy


def python() -> Verdict:
    """Look whether Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return look(f"is {version}", "Install Python 3.11 or later, then run `make setup`.")
    return well(f"is {version}")


def packages() -> Verdict:
    """Look whether each package that pcplan asks for is there, in a version it was tested with."""
    try:
        asked = importlib.metadata.requires("pcplan") or []
    except importlib.metadata.PackageNotFoundError:
        return look("pcplan itself is not installed in this environment", "Run `make setup`.")
    wanted = [Requirement(line) for line in asked]
    wanted = [item for item in wanted if not item.marker or item.marker.evaluate({"extra": ""})]
    wrong = [problem for item in wanted if (problem := _wrong(item))]
    if wrong:
        return look("; ".join(wrong), SET_UP)
    return well(f"{len(wanted)} are there in the versions asked for")


def _wrong(item: Requirement) -> str:
    try:
        version = importlib.metadata.version(item.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{item.name} is missing"
    if item.specifier.contains(version, prereleases=True):
        return ""
    return f"{item.name} is {version}, not {item.specifier}"


def pins() -> Verdict:
    """Look whether each installed package is of the version that requirements.lock pins."""
    if not LOCK.is_file():
        return well("are not looked at: requirements.lock is not beside this installation")
    lines = re.findall(r"^[\w.-]+(?:\[[^]]*\])?==[^\\\n]+", LOCK.read_text("utf-8"), re.MULTILINE)
    pinned = [Requirement(line.strip()) for line in lines]
    wrong, count = [], 0
    for item in pinned:
        if item.marker and not item.marker.evaluate():
            continue  # the version for another Python or another system
        name, version = item.name, next(iter(item.specifier)).version
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or for developers only; `packages` misses what is needed
        count += 1
        if found != version:
            wrong.append(f"{name} is {found}, not {version}")
    if wrong:
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        return look("; ".join(wrong[:SHOWN]) + more, SET_UP)
    return well(f"all {count} packages are of the versions pinned")


def duck() -> Verdict:
    """Look whether DuckDB can read and write Parquet by itself, as no extension is downloaded."""
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
            there = {
                name
                for (name,) in connection.execute(
                    "select extension_name from duckdb_extensions() where loaded"
                ).fetchall()
            }
    except duckdb.Error as error:
        return look(f"{duckdb.__version__} does not start: {error}", SET_UP)
    if missing := [name for name in EXTENSIONS if name not in there]:
        return look(f"{duckdb.__version__} lacks {', '.join(missing)}", SET_UP)
    return well(f"{duckdb.__version__}, with {', '.join(EXTENSIONS)} built in")


def time_zones() -> Verdict:
    """Look whether the time zone of the business date is known here."""
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return look("Europe/London is not known on this machine", SET_UP + " (package tzdata).")
    return well("Europe/London is known")


def fonts() -> Verdict:
    """Look whether the papers' fonts are there; without them no PDF is written."""
    spec = importlib.util.find_spec(FONT_PACKAGE)
    homes = list(spec.submodule_search_locations or []) if spec else []
    files = [path for home in homes for path in Path(home).rglob("*") if path.suffix in _FONTS]
    if not files:
        return look("Source Sans is missing, so no paper can be set", SET_UP)
    return well(f"Source Sans is there, {len(files)} files")


_FONTS = (".ttf", ".otf")


def catalogue(site: Site | None) -> Verdict:
    """Look whether every contract, query and metric header can be read."""
    found = assemble.catalogue(site)
    return well(
        f"{len(found.feeds)} feeds, {len(found.tables)} tables and {len(found.metrics)} measures "
        "can be read"
    )


def port(number: int, other: str) -> Verdict:
    """Look whether a port on the loopback address is free, or used by pcplan itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        if sys.platform != "win32":  # there it would let two programs share the port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", number))
        except OSError:
            command = _command_on(number)
            if any(Path(word).name.startswith(_OURS) for word in command):
                return well(f"{number} is in use, by pcplan itself")
            user = " ".join(command) or "another program"
            return look(f"{number} is used by {user}", f"Use another: {other}")
    return well(f"{number} is free")


_OURS = ("pcplan", "pipelines.", "dagster")


def _command_on(number: int) -> list[str]:
    """Return the first words of the command that listens on a port, where the system tells."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == number and connection.pid:
                return psutil.Process(connection.pid).cmdline()[:3]
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return []
    return []
