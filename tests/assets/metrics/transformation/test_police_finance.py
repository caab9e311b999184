"""The force's money: cost per person per day, savings kind by kind, spending shared."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/transformation"
COST = f"{FOLDER}/policing_cost_per_person_per_day_gbp.sql"
SAVINGS = f"{FOLDER}/savings_delivered_rate.sql"
SHARED = f"{FOLDER}/collaborated_spend_rate.sql"


def year(start=2018, **given):
    return {
        "area_code": "E23000023",
        "year_start_date": dt.date(start, 4, 1),
        "year_end_date": dt.date(start + 1, 3, 31),
        "basis": "outturn",
        "net_revenue_expenditure_gbp": 130_000_000,
        "cashable_savings_planned_gbp": 3_000_000,
        "cashable_savings_achieved_gbp": 2_400_000,
        "non_cashable_savings_planned_gbp": 0,
        "non_cashable_savings_achieved_gbp": 0,
        "collaborated_spend_gbp": 26_000_000,
        "source_file": "police_finance.csv",
        **given,
    }


def people(mid_year, population=850_000):
    return {"area_code": "E23000023", "population_year": mid_year, "population": population}


def cost(run_sql, finance, *populations):
    (row,) = run_sql(COST, {"core.police_finance": [finance], "core.population": list(populations)})
    return row


def test_the_cost_per_day_counts_the_days_of_the_year(run_sql):
    row = cost(run_sql, year(2018), people(2018))

    assert row["denominator"] == 850_000 * 365
    assert row["value"] == pytest.approx(0.4190, abs=0.0001)  # 42 pence
    assert cost(run_sql, year(2019), people(2019))["denominator"] == 850_000 * 366  # a leap year


def test_a_budget_and_an_older_population_are_provisional_and_say_so(run_sql):
    budget = cost(run_sql, year(2019, basis="estimate"), people(2019))
    older = cost(run_sql, year(2019), people(2018))

    assert (budget["state"], budget["reason"]) == ("provisional", "the budget set before the year")
    assert (older["state"], older["reason"]) == (
        "provisional",
        "population of mid-2018, the latest delivered",
    )


def test_without_a_population_there_is_no_cost(run_sql):
    elsewhere = {"area_code": "E23000024", "population_year": 2018, "population": 900_000}

    row = cost(run_sql, year(2018), elsewhere)

    assert (row["value"], row["state"]) == (None, "missing")


def test_cashable_and_non_cashable_savings_stay_apart(run_sql):
    rows = run_sql(SAVINGS, {"core.police_finance": [year()]})

    found = {row["breakdown_value"]: (row["value"], row["state"]) for row in rows}
    assert found == {
        "cashable": (pytest.approx(80.0), None),  # 2.4 of 3 million
        "non-cashable": (None, "not_applicable"),  # none was planned
    }


def test_spending_through_shared_units_is_a_share_of_all_spending(run_sql):
    (row,) = run_sql(SHARED, {"core.police_finance": [year()]})

    assert row["value"] == pytest.approx(20.0)  # 26 of 130 million
