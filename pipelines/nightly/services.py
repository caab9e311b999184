"""Runs pcplan as services of the machine: Dagster's daemon and the dashboards, started and stopped.

What a service manager needs to know of them is written by `service_files`; the daemon itself is run
by `run_daemon`, and both end in seconds when asked to.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import types
from dataclasses import dataclass
from typing import NoReturn

from pipelines.errors import ConfigurationError
from pipelines.nightly.dagster_instance import home_of
from pipelines.site.site import Site

SECONDS_TO_STOP = 60
_stop_was_asked = threading.Event()


@dataclass(frozen=True)
class Service:
    """What one service of a site is called, and the command that it runs."""

    name: str
    title: str
    command: tuple[str, ...]


def services(site: Site, port: int = 8050, audience: str | None = None) -> list[Service]:
    """Name the services of a site and what they run."""
    pcplan = (sys.executable, "-m", "pipelines.cli")
    where = ("--site", str(site.root))
    reads = ("--audience", audience) if audience else ()
    return [
        Service(
            "pcplan-daemon",
            f"pcplan: the nights of {site.office_name}",
            (*pcplan, "service", "daemon", *where),
        ),
        Service(
            "pcplan-dashboards",
            f"pcplan: the dashboards of {site.office_name}",
            (*pcplan, "serve", "--port", str(port), *reads, *where),
        ),
    ]


def environment(site: Site) -> dict[str, str]:
    """Return what the daemon and the runs it starts must find in their environment."""
    return {
        "PCPLAN_SITE": str(site.root),
        "DAGSTER_HOME": home_of(site),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }


def run_daemon(site: Site) -> int:
    """Become Dagster's daemon for a site; on Windows, where that cannot be, start it and wait."""
    command = [_beside_python("dagster-daemon"), "run", "-m", "pipelines.definitions"]
    env = {**os.environ, **environment(site)}
    if sys.platform != "win32":
        os.execve(command[0], command, env)
    return _run_beside(command, env)


def _beside_python(name: str) -> str:
    """Find a command that a package of this environment brings."""
    folder = sysconfig.get_path("scripts")
    found = shutil.which(name, path=folder)
    if found is None:
        raise ConfigurationError(
            f"{folder}: there is no {name}. Install pcplan's packages again, as README.md says."
        )
    return found


def _run_beside(command: list[str], env: dict[str, str]) -> int:
    """Run a command until it ends or we are asked to stop, and then stop it too."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with subprocess.Popen(command, env=env, creationflags=flags) as process:
        try:
            with_stop_asked()
            return process.wait()
        except (KeyboardInterrupt, SystemExit):
            process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
            return 0


def with_stop_asked() -> None:
    """Turn what a service manager sends to stop us into an orderly end, with status 0."""
    for name in ("SIGTERM", "SIGBREAK", "SIGINT"):
        if number := getattr(signal, name, None):
            signal.signal(number, _stop)


def _stop(number: int, frame: types.FrameType | None) -> NoReturn:
    _stop_was_asked.set()
    raise SystemExit(0)


def leave_if_stopped() -> None:
    """End this process at once after an orderly stop, when all that is to be kept has been.

    A database that is still open as Python takes itself apart aborts the process now and then.
    """
    if _stop_was_asked.is_set():
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
