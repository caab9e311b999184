"""Prints how many spoilt files the suite tried, and what came of them."""

import datetime as dt
from collections import Counter

import duckdb
import pytest

from pipelines.ingest.intake.profile import profile
from pipelines.ingest.intake.route import route
from pipelines.ingest.intake.stage import Source, stage
from tests.conftest import SHARED_DATA
from tests.pipelines.ingest.hostile.bases import all_bases, shown

RECEIVED = dt.datetime(2026, 11, 22, 2, 30)
TODAY = dt.date(2026, 11, 22)
COUNTED = "spoilt files"


@pytest.fixture(scope="session")
def bases():
    """Every clean file, made once."""
    return all_bases(SHARED_DATA)


@pytest.fixture(scope="session")
def take(tmp_path_factory):
    """Route and stage one file by its feed's contract; return its account and the rows loaded."""
    folder = tmp_path_factory.mktemp("hostile")
    connection = duckdb.connect(config={"threads": 1})

    def take(feed, name, content):
        path = folder / name.rsplit("/", 1)[-1]
        path.write_bytes(content)
        target = folder / "staged.parquet"
        target.unlink(missing_ok=True)
        shape = profile(path)
        match = route(feed, name, path, shape).match
        if match is None:
            return None, "", Counter()
        account = stage(connection, Source(path, name, RECEIVED, shape, match, TODAY), target)
        rows = Counter()
        if target.exists():
            names = ", ".join(column.name for column in match.layout.columns)
            for row in connection.execute(f"select {names} from '{target}'").fetchall():
                rows[tuple(map(shown, row))] += 1
        return account, match.layout.table, rows

    yield take
    connection.close()


def pytest_terminal_summary(terminalreporter):
    """Print the count; it travels with each test's report, so it is whole under xdist too."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.getreports(kind)]
    counts = Counter()
    for report in reports:
        if report.when == "call":
            counts.update({k: v for k, v in report.user_properties if k.startswith(COUNTED)})
    if counts:
        told = ", ".join(f"{n:,} {name.removeprefix(COUNTED + ': ')}" for name, n in counts.items())
        terminalreporter.write_line(f"{sum(counts.values()):,} {COUNTED} tried: {told}")
