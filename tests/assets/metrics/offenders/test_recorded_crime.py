"""Recorded crime: quarters as published, and a rate only of a whole financial year."""

import datetime as dt

FOLDER = "assets/metrics/offenders"


def quarter(number, count, group="Theft offences", subgroup="Shoplifting"):
    start = dt.date(2018 + (number == 4), (4, 7, 10, 1)[number - 1], 1)
    return {
        "force_code": "E23000023",
        "financial_year": "2018/19",
        "financial_quarter": number,
        "quarter_start_date": start,
        "quarter_end_date": start + dt.timedelta(days=89),
        "offence_group": group,
        "offence_subgroup": subgroup,
        "offence_count": count,
        "source_release": "prc.csv",
    }


PEOPLE = [
    {
        "area_code": "E23000023",
        "population_year": 2018,
        "population": 5_000,
        "source_release": "p.csv",
    }
]


HOMES = [
    {
        "area_code": "E23000023",
        "household_year": 2017,
        "household_count": 2_000,
        "source_release": "h.csv",
    }
]
YEAR = ["assets/core/recorded_crime_year.sql"]


def rates(run_sql, metric, *rows, homes=HOMES):
    tables = {
        "core.recorded_crime": list(rows),
        "core.population": PEOPLE,
        "core.household": homes,
    }
    return run_sql(f"{FOLDER}/{metric}.sql", tables, first=YEAR)


def rate(run_sql, metric, *rows, **more):
    (row,) = rates(run_sql, metric, *rows, **more)
    return row


def test_a_year_of_four_quarters_stands_over_the_people_at_its_mid_year(run_sql):
    row = rate(run_sql, "recorded_crime_rate", *(quarter(n, 100) for n in (1, 2, 3, 4)))

    assert row["value"] == 1_000 * 400 / 5_000
    assert row["period_end_date"] == dt.date(2019, 3, 31)


def test_three_quarters_are_not_a_year(run_sql):
    row = rate(run_sql, "recorded_crime_rate", *(quarter(n, 100) for n in (1, 2, 3)))

    assert (row["value"], row["state"]) == (None, "missing")
    assert row["reason"] == "3 of 4 quarters delivered: not a year"


def test_fraud_is_left_out_of_the_rate(run_sql):
    fraud = quarter(1, 77, "Fraud offences", "Fraud offences to 2012/13")
    row = rate(run_sql, "recorded_crime_rate", fraud, *(quarter(n, 100) for n in (1, 2, 3, 4)))

    assert row["numerator"] == 400


def test_drugs_and_violence_with_injury_count_their_own_offences(run_sql):
    drugs = quarter(1, 20, "Drug offences", "Possession of drugs")
    violence = quarter(2, 30, "Violence against the person", "Violence with injury")
    year = [drugs, violence, *(quarter(n, 100) for n in (1, 2, 3, 4))]

    assert rate(run_sql, "drug_offence_rate", *year)["value"] == 1_000 * 20 / 5_000
    assert rate(run_sql, "violence_with_injury_rate", *year)["value"] == 1_000 * 30 / 5_000


def test_each_type_stands_over_the_same_people_and_fraud_has_none(run_sql):
    robbery = [quarter(n, 10, "Robbery", "Robbery of personal property") for n in (1, 3)]
    fraud = quarter(1, 77, "Fraud offences", "Fraud offences to 2012/13")
    theft = [quarter(n, 100) for n in (1, 2, 3, 4)]

    rows = rates(run_sql, "recorded_crime_rate_by_type", *robbery, fraud, *theft)

    # Robbery has no row in two quarters that were delivered: it had none there.
    assert {row["breakdown_value"]: (row["numerator"], row["value"]) for row in rows} == {
        "Theft offences": (400, 1_000 * 400 / 5_000),
        "Robbery": (20, 1_000 * 20 / 5_000),
    }


def test_a_type_of_a_year_that_is_not_whole_is_missing(run_sql):
    rows = rates(run_sql, "recorded_crime_rate_by_type", *(quarter(n, 100) for n in (1, 2, 3)))

    assert [(row["value"], row["state"]) for row in rows] == [(None, "missing")]


def test_residential_burglary_stands_over_households_under_either_name(run_sql):
    old = [quarter(n, 30, "Theft offences", "Domestic burglary") for n in (1, 2)]
    new = [quarter(n, 20, "Theft offences", "Residential burglary") for n in (3, 4)]
    shops = quarter(4, 500, "Theft offences", "Non-residential burglary")

    row = rate(run_sql, "residential_burglary_rate", *old, *new, shops)

    assert (row["numerator"], row["denominator"], row["value"]) == (100, 2_000, 50)
    assert (row["state"], row["reason"]) == (
        "provisional",
        "households of 2017, the latest delivered",
    )


def test_without_households_there_is_no_burglary_rate(run_sql):
    elsewhere = [HOMES[0] | {"area_code": "E23000024"}]
    year = [quarter(n, 20, "Theft offences", "Residential burglary") for n in (1, 2, 3, 4)]

    row = rate(run_sql, "residential_burglary_rate", *year, homes=elsewhere)

    assert (row["value"], row["state"]) == (None, "missing")
    assert row["reason"] == "no household estimate was delivered for this area and year"


def test_the_real_release_gives_the_published_years(load_feed, shared_data):
    from assets.raw.home_office_recorded_crime import FEED

    path = shared_data / "home_office/police_recorded_crime_cambridgeshire_2012-2026.csv"
    loaded = load_feed(FEED, {path.name: path})
    loaded.build("assets/core/police_force.sql", "assets/core/recorded_crime.sql")

    years = {}
    for row in loaded.run(f"{FOLDER}/recorded_crime_count.sql"):
        start = row["period_start_date"]
        year = start.year - (start.month < 4)
        years[year] = years.get(year, 0) + row["value"]

    assert years[2017] == 66_135
    assert years[2018] == 64_506
    assert round(years[2018] / 365, 1) == 176.7
    assert years[2019] == 68_221
    assert years[2024] == 67_710
    assert years[2025] == 53_106
