"""Starts nights in processes of their own, forked from one that has imported everything.

Run as a program it is that process: it reads a line of JSON for each night on its standard input,
answers with the night's process id, and at the next line with how that process ended.
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

DIED = 77  # the exit status of a night that ended itself at an effect


class Nights:
    """The process that forks nights."""

    def __init__(self, log):
        self._path, self._log = log, log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nights"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self._process.stdout.readline() == "ready\n", "see nights.log"

    @property
    def log(self):
        """Return what the nights wrote, for a test that failed."""
        return self._path.read_text(encoding="utf-8")[-4_000:]

    def start(self, office, **fault):
        """Start a night; `at` the k-th effect it dies, or that one `raises` an error.

        `largest` is how many bytes a file of the night may have.
        """
        told = {"folder": str(office.folder), "papers": office.papers, "keeps": office.keeps}
        told |= fault
        return int(self._ask(json.dumps(told)))

    def end(self, process_id=None):
        """Wait for the night, killing it first where its id is given; return its exit status."""
        if process_id is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        return int(self._ask("end"))

    def run(self, office, **fault):
        """Run a night to its end."""
        self.start(office, **fault)
        return self.end()

    def _ask(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()
        self._log.close()


class Fault:
    """The hook: counts effects, and at the k-th one the process dies or the effect fails."""

    def __init__(self, at, raises=None):
        self.at, self.raises, self.done = at, raises, 0

    def __call__(self, kind, path):
        self.done += 1
        if self.done != self.at:
            return
        if self.raises is None:
            os._exit(DIED)
        number = getattr(errno, self.raises)
        raise OSError(number, os.strerror(number), str(path))


def serve():
    """Fork a night for each line, until there are no more."""
    from tests.chaos.office import preload

    preload()
    _say("ready")
    while line := sys.stdin.readline():
        process_id = os.fork()
        if process_id == 0:
            _night(json.loads(line))
        _say(process_id)
        sys.stdin.readline()
        _, status = os.waitpid(process_id, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _night(told):
    """Run one night and leave at once, as the nightly does when it ends: 0, or 3 for an error."""
    import traceback

    from pipelines import effects
    from tests.chaos.office import ChaosOffice

    status = 3
    try:
        if "largest" in told:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (told["largest"],) * 2)
        if "at" in told:
            effects.before = Fault(told["at"], told.get("raises"))
        ChaosOffice(Path(told["folder"]), papers=told["papers"], keeps=told["keeps"]).run()
        status = 4 if "at" in told and effects.before.done < told["at"] else 0
    finally:
        if status == 3:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
