"""The December 2019 board paper's own figures come out of the delivered files."""

import csv
import json

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from demonstration import demand

# Paragraph 4.2: on a typical day in Cambridgeshire.
TYPICAL_DAY = {
    "emergency_call": 361,
    "non_emergency_call": 890,
    "incident": 399,
    "crime": 175,
    "arrest": 29,
    "dwelling_burglary": 6,
    "theft": 80,
    "theft_from_vehicle": 12,
    "robbery": 2,
    "violence": 46,
    "domestic_incident": 37,
    "mental_health_incident": 27,
    "missing_person": 9,
    "road_collision_with_casualty": 5,
    "breath_test": 24,
    "antisocial_behaviour_incident": 44,
}
PROSECUTION_POSSIBLE = "('1', '1A', '2', '2A', '3', '3A', '6', '7', '8', '22')"


@pytest.fixture(scope="module")
def query(landing):
    """Run SQL on the force's two feeds: tables demand and crime."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            create table every_demand as
            select "date"::date as day, area_code, demand_type as kind, "count"::integer as n,
                csp_code, mean_answer_seconds::integer as mean_seconds,
                median_answer_seconds::integer as median_seconds,
            from read_csv('{landing}/police_demand/synthetic/*.csv', all_varchar = true)
        """)
        connection.execute("""
            create table demand as
            select day, area_code, kind, n from every_demand where csp_code is null
        """)
        connection.execute(f"""
            create table crime as
            select recorded_date::date as recorded_date, offence_group, outcome_code,
                outcome_date::date as outcome_date,
            from read_csv('{landing}/police_outcomes/synthetic/*.csv', all_varchar = true)
        """)
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("first", "last"), [("2019-07-01", "2019-09-30"), ("2019-10-01", "2019-10-31")]
)
def test_the_typical_day_is_that_of_paragraph_4_2(query, first, last):
    found = query(f"""
        select kind, round(sum(n) / (date '{last}' - date '{first}' + 1))::integer
        from demand
        where day between '{first}' and '{last}'
        group by kind
    """)

    assert {kind: count for kind, count in found if kind in TYPICAL_DAY} == TYPICAL_DAY


def test_the_typical_day_does_not_hang_on_the_seed():
    counts = demand.days(7)

    october = demand.days_of(demand.OCTOBER)
    means = {kind: round(sum(counts[day][kind] for day in october) / 31) for kind in TYPICAL_DAY}

    assert means == TYPICAL_DAY


def test_every_calendar_day_has_every_kind_of_demand_once(query):
    found = query("""
        select count(*), count(distinct (day, kind)), min(day)::varchar, max(day)::varchar,
            min(n) >= 0,
        from demand
    """)

    assert found == [(2191 * 18, 2191 * 18, "2013-12-01", "2019-11-30", True)]


def test_the_partnerships_of_a_day_add_up_to_the_force(query):
    found = query("""
        select count(*), count(*) filter (parts <> whole)
        from (
            select sum(n) filter (csp_code is not null) as parts,
                sum(n) filter (csp_code is null) as whole,
            from every_demand where kind = 'incident' group by day
        )
    """)

    assert found == [(2191, 0)]


def test_answer_times_stand_beside_calls_alone_and_the_mean_is_above_the_median(query):
    found = query("""
        select distinct kind, min(median_seconds) over (partition by kind) > 0
        from every_demand where mean_seconds > median_seconds
    """)
    without = query("""
        select count(*) from every_demand
        where csp_code is null and kind like '%emergency_call' and mean_seconds is null
    """)

    assert sorted(found) == [("emergency_call", True), ("non_emergency_call", True)]
    assert without == [(0,)]


def test_a_part_of_demand_never_exceeds_its_whole(query):
    parts = {
        "emergency_call_answered_within_10_seconds": "emergency_call",
        "non_emergency_call_abandoned": "non_emergency_call",
        "theft_from_vehicle": "theft",
        "theft": "crime",
    }

    for part, whole in parts.items():
        found = query(f"""
            select count(*)
            from demand as part
            inner join demand as whole using (day)
            where part.kind = '{part}' and whole.kind = '{whole}' and part.n > whole.n
        """)
        assert found == [(0,)], part


def test_most_emergency_calls_are_answered_in_time_and_few_101_calls_abandoned(query):
    [(answered, abandoned)] = query("""
        with total as (
            select kind, sum(n) as total
            from demand
            where day >= '2019-01-01'
            group by kind
        ),
        named as (select map_from_entries(list((kind, total))) as counts from total)
        select
            counts['emergency_call_answered_within_10_seconds'] / counts['emergency_call'],
            counts['non_emergency_call_abandoned'] / counts['non_emergency_call'],
        from named
    """)

    assert answered == pytest.approx(0.90, abs=0.01)
    assert abandoned == pytest.approx(0.12, abs=0.015)


@pytest.fixture(scope="module")
def outcomes(query):
    """Crimes recorded, and prosecutions possible by the month assigned, in all and burglaries."""
    rows = query(f"""
        with recorded as (
            select strftime(recorded_date, '%Y-%m') as month, count(*) as crimes,
                count(*) filter (offence_group = 'Dwelling burglary') as burglaries,
            from crime
            group by month
        ),
        assigned as (
            select strftime(outcome_date, '%Y-%m') as month, count(*) as possible,
                count(*) filter (offence_group = 'Dwelling burglary') as burglaries_possible,
            from crime
            where outcome_code in {PROSECUTION_POSSIBLE}
            group by month
        )
        select month, possible, crimes, burglaries_possible, burglaries
        from recorded full join assigned using (month)
        order by month
    """)
    return {month: counts for month, *counts in rows}


def test_prosecutions_possible_fell_over_the_year_to_9_7_per_cent(outcomes):
    rates = {month: 100 * found[0] / found[1] for month, found in outcomes.items()}

    assert round(rates["2019-10"], 1) == 9.7
    assert rates["2018-10"] > 12 > rates["2019-03"] > 11 > rates["2019-07"] > 10 > rates["2019-10"]


def test_burglary_rose_from_12_of_174_to_16_of_188(outcomes):
    assert outcomes["2019-04"][2:] == [12, 174]
    assert outcomes["2019-10"][2:] == [16, 188]


def test_burglary_rates_of_other_months_vary_as_chance_does(outcomes):
    rates = [100 * possible / recorded for _, _, possible, recorded in outcomes.values()]

    assert len(rates) == 71
    assert 6.5 < sum(rates) / 72 < 8.5
    assert min(rates) < 5 and max(rates) > 10


def test_recent_crimes_are_not_all_assigned_an_outcome_yet(query):
    shares = query("""
        select strftime(recorded_date, '%Y-%m') as month, avg((outcome_code is null)::integer)
        from crime
        where recorded_date >= '2019-01-01'
        group by month
        order by month
    """)

    assert shares[0] == ("2019-01", 0.0)
    assert dict(shares)["2019-10"] > 0.3


def test_the_force_reports_the_same_crimes_as_its_daily_counts(query):
    found = query("""
        with recorded as (
            select recorded_date as day, count(*) as crimes
            from crime
            group by recorded_date
        )
        select count(*), count(*) filter (crimes <> n)
        from recorded
        inner join demand using (day)
        where kind = 'crime'
    """)

    assert found == [(2161, 0)]


def test_reoffending_by_area_is_that_of_paragraph_5_1(landing):
    name = "proven-reoffending-by-local-authority-oct2016-sep2017.xlsx"
    book = CalamineWorkbook.from_path(landing / "proven_reoffending/synthetic" / name)
    title, group, header, *rows = book.get_sheet_by_index(0).to_python()
    areas = {row[0]: row[2:] for row in rows if row and row[0]}

    assert title[0].endswith("annual average, October 2016 to September 2017")
    assert group[0] == "All offenders"
    assert header[2] == "Number of\r\noffenders"
    for code, rate, frequency in (("E10000003", 25.6, 3.97), ("E06000031", 31.7, 4.44)):
        people, reoffenders, reoffences, *printed = areas[code]
        assert round(100 * reoffenders / people, 1) == round(printed[0], 1) == rate
        assert round(reoffences / reoffenders, 2) == round(printed[1], 2) == frequency
    assert areas["E06000017"] == ["*"] * 5


def read_grants(landing):
    path = landing / "grant_awards/synthetic/cambridgeshire_pcc_grants.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file)
            if "2019-04-01" <= row["Award Date"] <= "2020-03-31"
        ]  # fmt: skip


def test_offender_grants_of_2019_20_are_those_of_appendix_1(landing):
    lines = [row for row in read_grants(landing) if row["Grant Programme:Title"] == "Offenders"]

    assert {row["Title"]: int(row["Amount Awarded"]) for row in lines} == {
        "Cambridgeshire Substance Misuse": 94000,
        "Cambridgeshire Youth Offending Service": 127000,
        "Peterborough Youth Offending Service": 136000,
        "Multi-Agency Public Protection Arrangements (MAPPA)": 50000,
        "Delivering a countywide offender strategy": 89000,
        "Crimestoppers": 20000,
    }
    assert sum(int(row["Amount Awarded"]) for row in lines) == 516000
    assert "Sodexo; Cambridgeshire and Peterborough Homelessness Prevention Trailblazer" in {
        row["Recipient Org:Name"] for row in lines
    }


def test_all_grants_of_2019_20_come_to_about_1_2_million(landing):
    awards = read_grants(landing)

    assert round(sum(int(row["Amount Awarded"]) for row in awards), -5) == 1_200_000
    assert {row["Grant Programme:Title"] for row in awards} == {
        "Victims", "Offenders", "Communities", "Transformation",
    }  # fmt: skip


def test_a_contract_names_a_region_or_a_police_area_and_a_known_provider(landing):
    folder = landing / "commissioned_services/synthetic"
    providers = {row["code"] for row in json.loads((folder / "providers.json").read_text("utf-8"))}

    for path in (folder / "contracts").glob("*.json"):
        contract = json.loads(path.read_text("utf-8"))
        named = [code for code in contract["region"].values() if code]
        assert len(named) == 1, path.name
        assert contract["providers"]["prime_provider_code"] in providers
        assert providers.issuperset(contract["providers"]["subcontractor_codes"])
