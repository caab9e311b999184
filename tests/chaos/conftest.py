"""What tests of faults share: nights in forked processes, and the count of faults per kind."""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.nights import Nights
from tests.chaos.office import ChaosOffice

MEMORY = Path("/dev/shm")  # a folder in memory: a fault in it is a fault all the same


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
    assert made.violations == []


@pytest.fixture
def room():
    """Give a folder on the fastest disk there is: these tests write a hundred sites."""
    within = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="pcplan-chaos-", dir=within))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def nights(room):
    """Give the process that forks nights."""
    if not hasattr(os, "fork"):
        pytest.skip("Windows cannot fork a process, and a thousand new ones take too long.")
    made = Nights(room / "nights.log")
    yield made
    made.close()


@pytest.fixture
def published(room, nights):
    """An office with one night published and the next night's deliveries waiting."""
    office = ChaosOffice(room / "published")
    office.deliver_night(1)
    assert nights.run(office) == 0
    office.deliver_night(2)
    return office


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
