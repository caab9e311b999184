"""The demonstration deliveries: the same everywhere, whole, and in the publishers' formats."""

import csv
import hashlib
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import assets.raw
from demonstration import demand, grants
from pipelines.contract.feed import Feed

ROOT = Path(__file__).parents[2]
FEEDS = {
    module.name
    for module in pkgutil.iter_modules(assets.raw.__path__)
    if isinstance(getattr(importlib.import_module(f"assets.raw.{module.name}"), "FEED", None), Feed)
}
ELSEWHERE = """
import json, os, pathlib, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from demonstration import write_deliveries
print(json.dumps(write_deliveries(pathlib.Path(sys.argv[1]))))
"""


def header_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_another_process_time_zone_and_thread_count_write_the_same_bytes(demonstration, tmp_path):
    environment = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    environment["PYTHONPATH"] = str(ROOT)

    elsewhere = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(tmp_path)],
        env=environment, capture_output=True, check=True, text=True,
    )  # fmt: skip

    assert json.loads(elsewhere.stdout) == demonstration[1]


def test_another_seed_makes_other_deliveries():
    assert list(grants.deliveries(1)) != list(grants.deliveries(2))
    assert demand.days(1) != demand.days(2)


def test_every_file_is_returned_by_the_hash_of_its_bytes(demonstration):
    landing, said = demonstration

    found = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.relative_to(landing).as_posix()
        for path in landing.rglob("*")
        if path.is_file()
    }

    assert found == said


def test_every_feed_there_is_has_a_demonstration_delivery(landing):
    assert {folder.name for folder in landing.iterdir()} == FEEDS
    assert all((folder / "synthetic").is_dir() for folder in landing.iterdir())


@pytest.mark.parametrize("feed_id", sorted(FEEDS))
def test_every_file_binds_to_a_layout_of_its_feed(landing, feed_id):
    feed = importlib.import_module(f"assets.raw.{feed_id}").FEED
    files = sorted(path for path in (landing / feed_id).rglob("*") if path.is_file())

    unbound = []
    for path in files:
        problems = [
            layout.bind(layout.reader(path).header if layout.reader else header_of(path))[1]
            for layout in feed.layouts
            if any(re.fullmatch(pattern, path.name) for pattern in layout.file_patterns)
        ]
        if [] not in problems:
            unbound.append((path.name, problems))

    assert files
    assert not unbound


@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("police_uk_street/synthetic/2019-10/2019-10-cambridgeshire-street.csv",
         "police_uk/2019-01/2019-01-cambridgeshire-street.csv"),
        ("police_uk_outcomes/synthetic/2019-10/2019-10-cambridgeshire-outcomes.csv",
         "police_uk/2019-10/2019-10-cambridgeshire-outcomes.csv"),
        ("home_office_recorded_crime/synthetic/police_recorded_crime_cambridgeshire_2012-2019.csv",
         "home_office/police_recorded_crime_cambridgeshire_2012-2026.csv"),
        ("home_office_outcomes/synthetic/crime_outcomes_cambridgeshire_2017-18.csv",
         "home_office/crime_outcomes_cambridgeshire_2017-18.csv"),
        ("cps_case_outcomes/synthetic/2014/principal_offence_category_april_2014.csv",
         "cps_case_outcomes/2014/principal_offence_category_april_2014.csv"),
        ("crown_court_caseload/synthetic/gold_backlog_trajectory.csv",
         "crown_court/gold_backlog_trajectory.csv"),
        ("crown_court_caseload/synthetic/gold_backlog_by_court.csv",
         "crown_court/gold_backlog_by_court.csv"),
        ("crown_court_caseload/synthetic/gold_caseload_age.csv",
         "crown_court/gold_caseload_age.csv"),
        ("crown_court_caseload/synthetic/gold_caseload_age_summary.csv",
         "crown_court/gold_caseload_age_summary.csv"),
        ("proven_reoffending/synthetic/proven_reoffending_data.csv",
         "reoffending/proven_reoffending_data.csv"),
        ("youth_justice/synthetic/children_offending.csv", "youth_justice/children_offending.csv"),
        ("grant_awards/synthetic/cambridgeshire_pcc_grants.csv",
         "grants/trafford_council_voluntary_sector_grants.csv"),
        ("commissioned_services/synthetic/pcc_areas.csv", "probation_services/pcc_areas.csv"),
        ("commissioned_services/synthetic/probation_regions.csv",
         "probation_services/probation_regions.csv"),
        ("area/synthetic/lsoa11_wd19_lad19.csv", "geography/lsoa11_wd19_lad19.csv"),
        ("area/synthetic/lad19_csp19_pfa19.csv", "geography/lad19_csp19_pfa19.csv"),
        ("population/synthetic/la_population.csv", "geography/la_population.csv"),
    ],
)  # fmt: skip
def test_headers_and_line_ends_are_those_of_the_real_file(landing, shared_data, ours, real):
    ours, real = landing / ours, shared_data / real

    assert header_of(ours) == header_of(real)
    assert (b"\r\n" in ours.read_bytes()) == (b"\r\n" in real.read_bytes())


def test_a_contract_has_the_keys_of_a_real_contract(landing, shared_data):
    ours = sorted((landing / "commissioned_services/synthetic/contracts").glob("*.json"))
    real = shared_data / "probation_services/contracts/PRJ_7649.json"

    keys = {tuple(json.loads(path.read_text(encoding="utf-8"))) for path in ours}

    assert keys == {tuple(json.loads(real.read_text(encoding="utf-8")))}
