"""What tests of faults share: nights in forked processes, and the count of faults per kind."""

import os
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from snapshot import snapshots
from tests.chaos.nights import Nights
from tests.chaos.office import ChaosOffice

MEMORY = Path("/dev/shm")  # a folder in memory: a fault in it is a fault all the same
ENOUGH_BYTES = 2_000_000_000  # a container often has 64 MB there


class Tally:
    """Counts the faults made in one test, and the violations found."""

    def __init__(self):
        self.counts, self.violations = Counter(), []

    def fault(self, kind, problem=""):
        """Count one fault; `problem` says what did not hold after it."""
        self.counts[kind] += 1
        if problem:
            self.violations.append(f"{kind}: {problem}")


@pytest.fixture
def tally(record_property):
    """Count faults; the test fails at its end where anything did not hold after one."""
    made = Tally()
    yield made
    for kind, count in made.counts.items():
        found = sum(violation.startswith(f"{kind}: ") for violation in made.violations)
        record_property("faults", (kind, count, found))
    assert not made.violations, "\n".join(made.violations)


@dataclass(frozen=True)
class Reference:
    """What one office shows of its old night and of its new one, undisturbed."""

    old: dict
    new: dict
    old_id: str
    bytes_before: int
    bytes_after: int
    seconds: float

    def harm(self, office):
        """Say what does not hold of what a copy of the office shows; nothing where all does."""
        snapshot = snapshots.find(office.site.published)
        if snapshot.snapshot_id == self.old_id:  # the same bytes need not be read to be the same
            is_one_of_both = not snapshots.verify(snapshot, read_tables=False)
        else:
            is_one_of_both = office.content() in (self.old, self.new)
        if not is_one_of_both:
            return "the site shows neither the old night nor the new one"
        if office.served() != (snapshot.snapshot_id, False):
            return "the dashboards do not serve it"
        return ""


def _room():
    """Make a folder on the fastest disk there is: these tests write a hundred sites."""
    is_fit = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    within = MEMORY if is_fit and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES else None
    return Path(tempfile.mkdtemp(prefix="pcplan-chaos-", dir=within))


@pytest.fixture
def room():
    """Give a folder for one test."""
    folder = _room()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def home():
    """Give a folder for what the tests of faults share."""
    folder = _room()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def nights(home):
    """Give the process that forks nights."""
    if not hasattr(os, "fork"):
        pytest.skip("Windows cannot fork a process, and a thousand new ones take too long.")
    made = Nights(home / "nights.log")
    yield made
    made.close()


@pytest.fixture(scope="session")
def published(home, nights):
    """An office with one night published and the next one's deliveries waiting; tests copy it."""
    office = ChaosOffice(home / "published")
    office.deliver_night(1)
    assert nights.run(office) == 0, nights.log
    office.deliver_night(2)
    return office


@pytest.fixture(scope="session")
def reference(published, home, nights):
    """What the site shows before and after the new night, when nothing disturbs it."""
    undisturbed = published.copy(home / "undisturbed")
    old, before = undisturbed.content(), undisturbed.size()
    old_id = snapshots.current_id(undisturbed.site.published)
    began = time.perf_counter()
    assert nights.run(undisturbed) == 0, nights.log
    seconds = time.perf_counter() - began
    new, after = undisturbed.content(), undisturbed.size()
    undisturbed.remove()
    assert old != new
    return Reference(old, new, old_id, before, after, seconds)


def pytest_terminal_summary(terminalreporter):
    """Print how many faults of each kind were made, and how many did harm."""
    made, harmful = Counter(), Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "faults" and report.when == "teardown":
                    made[value[0]] += value[1]
                    harmful[value[0]] += value[2]
    if made:
        terminalreporter.section("faults")
    for kind, count in sorted(made.items()):
        terminalreporter.line(f"{kind}: {count:,} faults, {harmful[kind]:,} violations")
