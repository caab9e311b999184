"""One demonstration landing folder for all tests of a run, whichever worker they run on."""

import json
import os

import pytest
from filelock import FileLock

from demonstration import write_deliveries


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """Return the landing folder and what `write_deliveries` said it wrote there."""
    base = tmp_path_factory.getbasetemp()
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        base = base.parent / run
    landing, said = base / "demonstration", base / "demonstration.json"
    base.mkdir(exist_ok=True)
    with FileLock(base / "demonstration.lock"):
        if not said.exists():
            said.write_text(json.dumps(write_deliveries(landing)), encoding="utf-8")
    return landing, json.loads(said.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def landing(demonstration):
    return demonstration[0]
