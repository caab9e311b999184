"""A backfill of 96 months that is killed in the middle goes on from there: no month is staged again."""

import os
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.pipelines.conftest import Office, crime_feed

MONTHS = [f"{year}-{month:02d}" for year in range(2011, 2019) for month in range(1, 13)]
KILLED_AT = 61

# A night in a process of its own, killed as the 61st staged month is put in its place.
KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines import effects
from tests.pipelines.conftest import Office, crime_feed

office = Office.__new__(Office)
office.folder = Path(sys.argv[1])
office.root, office.assets = office.folder / "site", office.folder / "assets"
office.feeds, office.suites = [crime_feed()], {}
count = 0

def die(kind, path):
    global count
    if kind == "replace" and path.suffix == ".parquet":
        count += 1
        if count == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

effects.before = die
office.night()
"""


def deliver(office, month, crimes, name=None):
    return office.deliver(
        f"crime/{name or month}.csv", f"Month,Force,Crimes\n{month}-01,E23000023,{crimes}\n"
    )


@pytest.fixture
def backfill(tmp_path):
    """An office with 96 months delivered and a core table that is kept by month."""
    return office_of(tmp_path, MONTHS)


@pytest.fixture
def shorter(tmp_path):
    """The same with 24 months, of which some were staged before the night was killed."""
    office = office_of(tmp_path, MONTHS[:24])
    killed(office, 16)
    return office


def office_of(folder, months):
    office = Office(folder)
    for number, month in enumerate(months, 1):
        deliver(office, month, number)
    office.core("monthly_crime", "/* Grain: month. */ select month_start_date, force_code, "
                "crime_count from raw.crime")  # fmt: skip
    return office


def killed(office, at):
    if os.name == "nt":
        pytest.skip("Windows has no kill -9.")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(office.folder), str(at)], cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGKILL


def staged(office):
    """Each staged month's file and when it was written."""
    return {path.name: path.stat().st_mtime_ns for path in office.site.staged.rglob("*.parquet")}


def table(office):
    return office.rows(
        "select month_start_date, crime_count, source_file from raw.crime order by all"
    )


def test_months_staged_before_the_kill_are_not_staged_again(backfill):
    killed(backfill, KILLED_AT)
    before = staged(backfill)
    # Two at a time or more: the ones in hand when it died are no part of those that were done.
    assert KILLED_AT - 9 <= len(before) < KILLED_AT

    result = backfill.night()["raw.crime"]
    after = staged(backfill)
    assert len(after) == 96
    again = [name for name, written in before.items() if after[name] != written]
    assert len(again) <= 8  # put in place, but killed before that was written down
    assert result.files_resumed == len(before) - len(again)
    assert backfill.rows("select sum(crime_count), count(*) from raw.crime") == [(4656, 96)]
    assert not list(backfill.site.staged.glob("*.under_way.jsonl"))


def test_a_backfill_killed_again_and_again_ends_as_one_that_was_not(shorter, tmp_path):
    killed(shorter, 6)
    assert shorter.night()["raw.crime"].files_resumed >= 24 - 9  # all but those then in hand

    undisturbed = office_of(tmp_path / "other", MONTHS[:24])
    undisturbed.night()
    assert table(shorter) == table(undisturbed)
    ledger = (
        "select file_name, state, rows_loaded, rows_rejected, content from quality.delivery "
        "order by all"
    )
    assert shorter.rows(ledger) == undisturbed.rows(ledger)


def test_of_two_editions_of_a_month_the_same_one_stands_after_a_kill(tmp_path):
    both = {}
    for place in ("killed", "undisturbed"):
        office = both[place] = office_of(tmp_path / place, MONTHS[:10])
        for number, month in enumerate(MONTHS[:10], 1):
            deliver(office, month, 1000 + number, name=f"{month}_revised")
    killed(both["killed"], 13)
    both["killed"].night()
    both["undisturbed"].night()
    assert table(both["killed"]) == table(both["undisturbed"])
    assert both["killed"].rows("select sum(crime_count) from raw.crime") == [(10_055,)]


def test_a_month_that_changed_or_whose_copy_was_damaged_is_staged_again(shorter):
    first, second = sorted(shorter.site.staged.rglob("*.parquet"))[:2]
    second.write_bytes(first.read_bytes())
    deliver(shorter, "2011-01", 700)  # was 1, and all of them 1 + 2 + ... + 24 = 300
    shorter.night()
    assert shorter.rows("select sum(crime_count), count(*) from raw.crime") == [(999, 24)]


def test_what_was_left_is_not_taken_up_once_the_contract_has_changed(shorter):
    shorter.feeds = [crime_feed(minimum_rows=1, ignore=(r"total.*", r"note.*"))]
    assert shorter.night()["raw.crime"].files_resumed == 0
    assert shorter.rows("select count(*) from raw.crime") == [(24,)]


def test_a_full_night_reads_every_delivery_again(shorter):
    before = staged(shorter)
    assert shorter.night(full=True)["raw.crime"].files_resumed == 0
    after = staged(shorter)
    assert [name for name, written in before.items() if after[name] == written] == []


def test_tables_committed_before_a_kill_are_not_built_again(shorter):
    """Each table commits by itself: what was good stays; months of one table come together."""
    shorter.night()
    shorter.core("second", "/* Grain: month. */ select month_start_date from core.monthly_crime")
    results = shorter.night()
    assert {name: result.outcome for name, result in results.items()} == {"core.second": "built"}
