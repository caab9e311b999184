"""Police figures of the demonstration agree with each other where the same thing is counted twice."""

import csv
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from assets.raw.home_office_workforce import read_workforce
from assets.raw.ons_force_area_tables import read_tables
from demonstration.forces import FORCES


def read(landing, pattern):
    """Read delivered files of this pattern, each row with its file's name."""
    paths = sorted(landing.glob(pattern))
    assert paths, pattern
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((path.name, row) for row in csv.DictReader(file))


@pytest.fixture(scope="module")
def force_tables(landing):
    (path,) = landing.glob("ons_force_area_tables/synthetic/*.xlsx")
    return {
        (kind, name, year, measure): figure
        for _, (kind, _, name, year, measure, figure, _) in read_tables(path).rows
    }


def test_the_force_s_year_is_the_same_in_the_ons_table_and_the_home_office_release(
    landing, force_tables
):
    recorded = sum(
        float(row["n"])
        for _, row in read(landing, "home_office_recorded_crime/synthetic/*.csv")
        if row["FY"] == "2018/19"
    )

    year = ("Cambridgeshire", "2019-03-31", "Total recorded crime (excluding fraud)")
    assert float(force_tables["recorded_crime", *year]) == recorded


def test_a_printed_rate_is_the_count_over_the_printed_people(force_tables):
    year = ("Cambridgeshire", "2019-03-31")
    people = force_tables[
        "recorded_crime_rate", *year, "Population figures (mid-2018) rounded to 100"
    ]

    count, rate = (force_tables[kind, *year, "Robbery"] for kind in _KINDS)
    assert float(rate) == pytest.approx(1_000 * float(count) / float(people))


_KINDS = ("recorded_crime", "recorded_crime_rate")


def test_rates_of_a_force_with_few_residents_are_suppressed(force_tables):
    assert force_tables["recorded_crime_rate", "City of London", "2019-03-31", "Robbery"] == "[u1]"


def test_a_day_that_stands_in_two_editions_has_the_same_officers_in_both(landing):
    seen = {}
    for path in sorted(landing.glob("home_office_workforce/synthetic/*.xlsx")):
        for _, (_, name, worker, measure, day, count, _) in read_workforce(path).rows:
            if name in ("Cambridgeshire", "Kent"):
                seen.setdefault((name, worker, measure, day), set()).add(count)

    assert len(seen) == 2 * (3 * 11 + 10)
    assert all(len(counts) == 1 for counts in seen.values())


def test_every_territorial_force_has_its_people(landing):
    rows = list(read(landing, "population/synthetic/pfa_population_2018.csv"))

    assert {row["PFA 2018 Code"] for _, row in rows} == {force.code for force in FORCES}
    assert len(FORCES) == 43


def test_a_search_is_in_the_file_of_its_local_month(landing):
    london = ZoneInfo("Europe/London")
    rows = list(read(landing, "police_uk_stop_and_search/synthetic/*/*.csv"))
    local = [
        (name[:7], dt.datetime.fromisoformat(row["Date"]).astimezone(london)) for name, row in rows
    ]

    assert len({month for month, _ in local}) == 24
    assert [when for month, when in local if f"{when:%Y-%m}" != month] == []
    # Some are of the day before in UTC, which is what a reader may get wrong.
    assert any(when.day == 1 and when.hour == 0 and when.dst() for _, when in local)


def test_homes_of_the_districts_add_up_to_the_force(landing):
    homes = {}
    for _, row in read(landing, "household_estimates/synthetic/*.csv"):
        kind = "force" if row["area_code"] == "E23000023" else "districts"
        key = (row["year"], kind)
        homes[key] = homes.get(key, 0) + int(row["households"])

    assert {homes[year, "force"] - homes[year, "districts"] for year, _ in homes} == {0}


def test_rapes_charged_fall_and_the_newest_year_has_most_without_an_outcome(landing):
    counts = {}
    for _, row in read(landing, "home_office_outcomes/synthetic/*.csv"):
        if row["offence_subgroup"] == "Rape":
            year = counts.setdefault(row["financial_year"], {})
            year[row["outcome_type"]] = year.get(row["outcome_type"], 0) + int(row["offences"])

    shares = [(year["1"] / sum(year.values()), year["0"] / sum(year.values()))
              for _, year in sorted(counts.items())]  # fmt: skip
    assert len(shares) == 5
    assert shares[0][0] > 2 * shares[-1][0] > 0
    assert max(open_share for _, open_share in shares) == shares[-1][1] > 0.1


def test_breath_tests_of_a_month_are_positive_or_negative(landing):
    tests = {}
    for _, row in read(landing, "home_office_breath_tests/synthetic/*.csv"):
        if row["year"] != "NA":
            key = (row["year"], row["force"], row["month"], int(row["tests"]))
            tests[key] = tests.get(key, 0) + int(row["count"])

    assert len(tests) == 6 * 6 * 12
    assert all(key[-1] == count for key, count in tests.items())
