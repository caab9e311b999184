"""Grants by financial year: pounds that add up, and a year without awards that is no nought."""

import pytest

AMOUNT = "assets/metrics/transformation/grant_awarded_gbp.sql"
COUNT = "assets/metrics/transformation/grant_award_count.sql"


def award(year, amount, currency="GBP"):
    return {
        "area_code": "E23000023",
        "financial_year": year,
        "amount_awarded": amount,
        "currency": currency,
        "source_file": "grants.csv",
    }


AWARDS = [award("2014/15", 0.1), award("2014/15", 0.2), award("2016/17", 50.0)]


@pytest.mark.parametrize(("query", "first_year"), [(AMOUNT, 0.3), (COUNT, 2)])
def test_a_year_between_two_others_without_awards_is_missing(run_sql, query, first_year):
    rows = run_sql(query, {"core.grant_award": AWARDS})

    years = {row["period_start_date"].year: row for row in rows}
    assert sorted(years) == [2014, 2015, 2016]
    assert (years[2014]["value"], years[2014]["state"]) == (first_year, None)
    assert (years[2015]["value"], years[2015]["state"]) == (None, "missing")


def test_awards_in_other_currencies_are_not_added_to_pounds(run_sql):
    awards = [award("2019/20", 100.0), award("2019/20", 100.0, "EUR")]

    (amount,) = run_sql(AMOUNT, {"core.grant_award": awards})
    (count,) = run_sql(COUNT, {"core.grant_award": awards})

    assert (amount["value"], count["value"]) == (100.0, 2)
