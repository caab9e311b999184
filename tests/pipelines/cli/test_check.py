"""`pcplan check`: what the last night left against what each table promises, in words."""

import shutil

import duckdb
import pytest
from click.testing import CliRunner
from filelock import FileLock

from pipelines.cli.main import main

pytestmark = pytest.mark.usefixtures("small_installation")


@pytest.fixture
def site(first_night, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(first_night, root)
    return root


def check(site, *words):
    """Run the command; return its exit status and its lines without the spaces that align them."""
    done = CliRunner().invoke(main, ["check", *words, "--site", str(site)])
    return done.exit_code, [" ".join(line.split()) for line in done.output.splitlines()]


def change(site, statement):
    """Change the working store as no night does."""
    with duckdb.connect(str(site / "warehouse" / "working.duckdb")) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("engine", ["duckdb", "great-expectations"])
def test_each_table_that_promises_has_a_line_and_the_sum_stands_below(site, engine):
    status, lines = check(site, "--engine", engine)
    assert status == 0, lines
    assert [line.split()[0] for line in lines[:3]] == [
        "table", "core.police_demand", "metrics.incidents_per_day",
    ]  # fmt: skip
    assert lines[1] == "core.police_demand 2/2 good"
    assert lines[-1].endswith("promises hold.")


@pytest.mark.parametrize("engine", ["duckdb", "great-expectations"])
def test_what_broke_is_said_in_words_with_its_count_and_the_exit_status_is_1(site, engine):
    change(site, "update core.police_demand set demand_count = null where day(demand_date) < 4")
    status, lines = check(site, "core/police_demand", "--engine", engine)
    assert status == 1
    assert lines[1] == "core.police_demand 1/2 broken"
    assert lines[2].startswith("broken: demand_count is never empty, 3 found")
    assert lines[-1] == "1 of 2 promises hold."


def test_a_surprise_is_said_and_is_no_failure(site):
    change(site, "update core.police_demand set demand_count = 2000 where day(demand_date) = 4")
    status, lines = check(site, "core.police_demand")
    assert (status, lines[1]) == (0, "core.police_demand 1/2 surprising")
    assert lines[2].startswith("a surprise: no day has a thousand of anything, 1 found (")


def test_a_promise_that_cannot_be_checked_is_said_and_the_exit_status_is_1(site):
    change(site, "alter table core.police_demand rename demand_count to counted")
    status, lines = check(site, "core.police_demand")
    assert (status, lines[1]) == (1, "core.police_demand 0/2 not checked whole")
    assert lines[2].startswith("could not be checked: demand_count is never empty (")


def test_a_table_that_is_not_built_yet_is_told_and_is_no_failure(site):
    change(site, "drop table metrics.incidents_per_day")
    status, lines = check(site)
    assert (status, lines[2]) == (0, "metrics.incidents_per_day - is not built yet")


def test_a_site_that_was_moved_since_its_last_night_is_told_to_run_one(site):
    change(site, "drop table core.police_demand")
    staged = site / "warehouse" / "staged" / "copy.parquet"
    change(site, f"copy (select 1 as demand_count) to '{staged}'")
    change(site, f"create view core.police_demand as from '{staged}'")
    staged.unlink()
    status, lines = check(site, "core.police_demand")
    assert status == 2
    assert "A site that was moved finds them again in its next night" in " ".join(lines)


def test_the_store_is_not_changed(site):
    store = site / "warehouse" / "working.duckdb"
    before = store.read_bytes()
    check(site)
    assert store.read_bytes() == before
    assert [path.name for path in store.parent.glob("working*")] == [store.name]


def test_a_table_that_there_is_not_is_told_with_those_near_it(site):
    status, (line,) = check(site, "core.police_demands")
    assert status == 2
    assert "core.police_demands: there is no such table. Near it: core.police_demand" in line


def test_a_table_that_promises_nothing_of_its_own_is_told(site):
    status, (line,) = check(site, "raw.police_demand")
    assert status == 2
    assert "promises nothing beyond its feed's contract" in line


def test_before_the_first_night_there_is_nothing_to_check(tmp_path):
    (tmp_path / "site.toml").write_text('force_code = "E23000023"\n', encoding="utf-8")
    status, (line,) = check(tmp_path)
    assert status == 2
    assert "is not there yet. Run `pcplan nightly`" in line


def test_while_a_night_runs_it_waits_for_another_time(site):
    with FileLock(site / "state" / "nightly.lock"):
        assert check(site)[0] == 75
    assert check(site)[0] == 0
