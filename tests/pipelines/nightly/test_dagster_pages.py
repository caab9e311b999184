"""What Dagster's own pages say, asked as they ask: what is stale, which months there are, no dialog."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from pipelines.build.builder import TableResult
from pipelines.nightly.dagster_assets import metadata_of
from pipelines.nightly.dagster_instance import instance_of
from pipelines.nightly.night import Built
from pipelines.site.site import Site
from tests import forked
from tests.conftest import ROOT
from tests.small_site import run

RAW, CORE, METRIC = "raw/police_demand", "core/police_demand", "metrics/incidents_per_day"
PAGES = "{ shouldShowNux assetNodes { assetKey { path } staleStatus staleCauses { reason } } }"


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """An installation of three tables that a test may change."""
    folder = tmp_path / "installation"
    shutil.copytree(ROOT / "tests" / "small_installation", folder)
    monkeypatch.setenv("PCPLAN_INSTALLATION", str(folder))
    return folder


@pytest.fixture
def site(first_night, installation, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(first_night, root)
    return root


def pages(root):
    """Ask as Dagster's pages do; return whether the dialog shows, and each table's status and causes."""
    with instance_of(Site(root)) as instance:
        home = instance.root_directory
    asks = Path(sysconfig.get_path("scripts")) / "dagster-graphql"
    said = subprocess.run(
        [sys.executable, str(asks), "-m", "pipelines.definitions", "-t", PAGES],
        cwd=ROOT,
        env={**os.environ, "PCPLAN_SITE": str(root), "DAGSTER_HOME": home},
        capture_output=True,
        text=True,
        check=True,
    )
    (answer,) = (line for line in said.stdout.splitlines() if line.startswith("{"))
    data = json.loads(answer)["data"]
    tables = {
        "/".join(node["assetKey"]["path"]): (
            node["staleStatus"],
            [cause["reason"] for cause in node["staleCauses"]],
        )
        for node in data["assetNodes"]
    }
    return data["shouldShowNux"], tables


def test_dagsters_pages_say_what_a_changed_query_makes_stale_until_the_next_night(
    site, installation
):
    dialog, tables = pages(site)
    assert not dialog
    assert {tables[name][0] for name in (RAW, CORE, METRIC)} == {"FRESH"}

    query = installation / "assets" / "core" / "police_demand.sql"
    query.write_text(f"{query.read_text('utf-8')}where true\n", encoding="utf-8")
    _, tables = pages(site)
    assert tables[CORE] == ("STALE", ["has a new code version"])
    assert tables[RAW][0] == "FRESH"

    assert run(site) is not None
    _, tables = pages(site)
    assert {tables[name][0] for name in (RAW, CORE, METRIC)} == {"FRESH"}


def test_a_table_whose_last_good_rows_stay_goes_on_being_stale(site, installation):
    query = installation / "assets" / "core" / "police_demand.sql"
    query.write_text(f"{query.read_text('utf-8')}where no_such_column\n", encoding="utf-8")
    run(site)
    _, tables = pages(site)
    assert tables[CORE] == ("STALE", ["has a new code version"])
    with instance_of(Site(site)) as instance:
        key = dg.AssetKey(["core", "police_demand"])
        (seen,) = instance.fetch_observations(key, limit=1).records
        assert seen.asset_observation.metadata["outcome"].value == "broken"


def test_a_table_that_is_kept_by_month_shows_its_months_and_what_each_was_made_from():
    months = {dt.date(2019, 2, 1): "cd34ef56ab", dt.date(2019, 1, 1): "ab12cd34ef"}
    result = TableResult("core.recorded_crime", "built", 2, months=1)
    built = Built(result, dt.date(2019, 3, 1), "code", "version", {}, months)
    assert [record.data for record in metadata_of(built)["months"].records] == [
        {"month": "2019-01", "made_from": "ab12cd34"},
        {"month": "2019-02", "made_from": "cd34ef56"},
    ]
    assert "months" not in metadata_of(replace(built, months={}))


MADE = """
import collections, sys
from pipelines import assemble
from pipelines.build.builder import Builder
from pipelines.nightly import night
from pipelines.nightly.run import run_night
from pipelines.site.site import Site
made = collections.Counter()
def counted(owner, name):
    called = getattr(owner, name)
    def count(*words, **more):
        made[name] += 1
        return called(*words, **more)
    setattr(owner, name, count)
counted(assemble, "read_catalogue")
counted(Builder, "__init__")
counted(night, "Warehouse")
if sys.argv[2:]:
    from pipelines import definitions
    from pipelines.nightly.dagster_instance import instance_of
    with instance_of(Site.find()) as instance:
        job = definitions.build_definitions().resolve_job_def("nightly")
        job.execute_in_process(instance=instance)
else:
    run_night(Site.find(sys.argv[1]))
print(sorted(made.items()))
"""


@pytest.mark.parametrize("by", [(), ("schedule",)])
def test_a_night_reads_the_catalogue_once_and_makes_one_store_and_one_builder(
    site, monkeypatch, by
):
    monkeypatch.setenv("PCPLAN_SITE", str(site))
    landing = site / "landing" / "police_demand" / "police_demand_2019-02.csv"
    landing.write_text(
        "date,area_code,demand_type,count\n2019-02-01,E23000023,incident,3\n", encoding="utf-8"
    )
    done = forked.run(MADE, site, *by)
    assert done.returncode == 0, done.stderr
    once = [("Warehouse", 1), ("__init__", 1), ("read_catalogue", 1)]
    assert done.stdout.splitlines()[-1] == str(once)
