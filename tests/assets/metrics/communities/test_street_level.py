"""Street-level crime and anti-social behaviour: counted apart, by force and by partnership."""

import datetime as dt

OCTOBER = dt.date(2018, 10, 1)
CRIME = {
    "month_start_date": OCTOBER,
    "force_code": "E23000023",
    "csp_code": "E22000013",
    "crime_type": "Burglary",
    "is_crime": True,
}
INCIDENT = CRIME | {"crime_type": "Anti-social behaviour", "is_crime": False}
ELSEWHERE = {"csp_code": "X99000023"}
UNKNOWN = {"force_code": "X99000000", "csp_code": "X99000000"}
FOLDER = "assets/metrics/communities"
MONTHLY = ("assets/core/street_antisocial_behaviour.sql",)


def values(run_sql, metric, *rows, **tables):
    given = {"core.street_crime": list(rows)} | {f"core.{name}": t for name, t in tables.items()}
    return {
        (row["area_code"], row.get("breakdown_value")): row["value"]
        for row in run_sql(f"{FOLDER}/{metric}.sql", given, first=MONTHLY)
    }


def test_crimes_are_counted_in_the_force_and_in_the_partnership(run_sql):
    theft = CRIME | {"crime_type": "Other theft"}
    found = values(run_sql, "street_level_crime_count", CRIME, CRIME | ELSEWHERE, theft, INCIDENT)

    assert found == {
        ("E23000023", "Burglary"): 2,
        ("E23000023", "Other theft"): 1,
        ("E22000013", "Burglary"): 1,
        ("E22000013", "Other theft"): 1,
        ("X99000023", "Burglary"): 1,
    }


def test_a_crime_of_a_force_not_known_is_counted_once(run_sql):
    assert values(run_sql, "street_level_crime_count", CRIME | UNKNOWN) == {
        ("X99000000", "Burglary"): 1
    }


def test_a_partnership_without_an_incident_had_none(run_sql):
    found = values(run_sql, "street_level_antisocial_behaviour_count", INCIDENT, CRIME | ELSEWHERE)

    assert found == {("E23000023", None): 1, ("E22000013", None): 1, ("X99000023", None): 0}


def test_a_force_that_published_no_incident_has_no_figure(run_sql):
    assert values(run_sql, "street_level_antisocial_behaviour_count", CRIME) == {}


def population(year):
    return [
        {
            "area_code": "E23000023",
            "population_year": year,
            "population": 4_000,
            "source_release": "x",
        }
    ]


def rate(run_sql, month, year):
    rows = run_sql(
        f"{FOLDER}/antisocial_behaviour_rate.sql",
        {
            "core.street_crime": [INCIDENT | {"month_start_date": month}] * 6,
            "core.population": population(year),
        },
        first=MONTHLY,
    )
    (row,) = [row for row in rows if row["area_code"] == "E23000023"]
    return row


def test_incidents_stand_over_the_people_of_the_financial_years_mid_year(run_sql):
    row = rate(run_sql, dt.date(2019, 3, 1), 2018)

    assert row["value"] == 1_000 * 6 / 4_000
    assert row["state"] is None


def test_an_earlier_population_makes_the_rate_provisional_and_says_so(run_sql):
    row = rate(run_sql, dt.date(2019, 4, 1), 2018)

    assert row["value"] == 1.5
    assert (row["state"], row["reason"]) == (
        "provisional",
        "population of mid-2018, the latest delivered",
    )


def test_without_a_population_the_rate_is_missing(run_sql):
    row = rate(run_sql, dt.date(2018, 3, 1), 2018)

    assert (row["value"], row["state"]) == (None, "missing")


def test_the_real_months_give_the_published_counts(load_feed, shared_data):
    from assets.raw.police_uk_street import FEED

    files = {path.name: path for path in shared_data.glob("police_uk/*/*-street.csv")}
    loaded = load_feed(FEED, files, {"raw.area_district": [], "raw.area_lsoa": []})
    core = ("police_force", "crime_type", "district_lookup", "district", "lsoa", "district_name")
    loaded.build(*(f"assets/core/{name}.sql" for name in (*core, "street_crime")), *MONTHLY)

    crimes, incidents = {}, {}
    for row in loaded.run(f"{FOLDER}/street_level_crime_count.sql"):
        if row["area_code"] == "E23000023":
            month = f"{row['period_start_date']:%Y-%m}"
            crimes[month] = crimes.get(month, 0) + row["value"]
    for row in loaded.run(f"{FOLDER}/street_level_antisocial_behaviour_count.sql"):
        if row["area_code"] == "E23000023":
            incidents[f"{row['period_start_date']:%Y-%m}"] = row["value"]

    assert crimes == {
        "2018-10": 5_735,
        "2018-11": 5_375,
        "2018-12": 4_940,
        "2019-01": 5_348,
        "2019-02": 5_177,
        "2024-09": 5_671,
        "2024-10": 5_758,
        "2024-11": 5_383,
        "2024-12": 5_104,
        "2025-01": 5_306,
        "2025-02": 5_151,
    }
    assert incidents["2018-10"] == 1_195
