"""Programs in processes of their own, forked from one that has imported what takes seconds.

Importing Dagster takes three seconds, and the tests of nights start some
forty. Where there is no fork (Windows) each imports them itself.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PCPLAN = "from pipelines.cli.main import main; main()"
IMPORTED = ["dagster", "pipelines.cli.main", "pipelines.nightly.run", "pipelines.definitions",
            "dashboards.web.app"]  # fmt: skip


class Forked:
    """A process that runs a program with its words as `python -c` would; used as Popen is."""

    def __init__(self, program, *words):
        """`program` is its text; what it writes is kept for `communicate`."""
        can_fork = hasattr(os, "fork")
        context = multiprocessing.get_context("forkserver" if can_fork else "spawn")
        if can_fork:
            context.set_forkserver_preload(IMPORTED)
        self._words = [str(word) for word in words]
        self._folder = tempfile.TemporaryDirectory(prefix="forked-", ignore_cleanup_errors=True)
        self._said = [Path(self._folder.name) / name for name in ("out", "err")]
        environment = os.environ | {"COLUMNS": "200"}  # so that no sentence is broken
        self._process = context.Process(
            target=_run, args=(program, self._words, self._said, environment)
        )
        self._process.start()

    def poll(self):
        """Return its exit status, or None while it runs."""
        return self._process.exitcode

    @property
    def returncode(self):
        """Return its exit status once it has ended: the signal, negative, where one ended it."""
        return self._process.exitcode

    def communicate(self, timeout=None):
        """Wait for its end; return what it wrote to standard output and to standard error."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._words, timeout)
        return tuple(path.read_text(encoding="utf-8") for path in self._said)

    def kill(self):
        """End it and what it has started, as `kill -9` does."""
        self._process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, problem, *_):
        if problem is not None:
            self.kill()
        self._process.join()
        self._folder.cleanup()


def run(program, *words, timeout=600):
    """Run a program to its end; return its exit status, its output and its errors."""
    with Forked(program, *words) as process:
        said = process.communicate(timeout)
        return subprocess.CompletedProcess(words, process.returncode, *said)


def pcplan(*words):
    """Run a command as an officer would; return its exit status and what it said."""
    done = run(PCPLAN, *words)
    return done.returncode, done.stdout + done.stderr


def _run(program, words, said, environment):
    """Become the program: its own session, words, standard streams and environment."""
    if hasattr(os, "setsid"):
        os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(said, 1):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(handle, number)
    sys.argv = ["-c", *words]
    try:
        exec(compile(program, "<forked>", "exec"), {"__name__": "__main__"})
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
