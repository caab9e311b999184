"""Children cautioned or sentenced: the publisher's own rate, with the count beside it."""

import pytest

CORE = "assets/core/child_cautioned_or_sentenced.sql"
QUERY = "assets/metrics/offenders/youth_cautioned_or_sentenced_rate.sql"


def figure(measure, value, *, indicator="Children cautioned or sentenced", period="2018/19"):
    return {
        "area_code": "E10000003",
        "area_name": "Cambridgeshire",
        "period": period,
        "indicator": indicator,
        "measure": measure,
        "value": value,
    }


RATE = "Per 10,000 aged 10-17"


def test_the_count_is_the_numerator_and_the_rate_is_as_published(run_sql):
    (row,) = run_sql(
        QUERY, {"raw.youth_justice": [figure("Count", 164.0), figure(RATE, 28.0)]}, first=[CORE]
    )

    assert (row["numerator"], row["denominator"], row["value"]) == (164, None, 28.0)
    assert (str(row["period_start_date"]), str(row["period_end_date"])) == (
        "2018-04-01",
        "2019-03-31",
    )


def test_an_area_without_a_rate_is_missing_and_keeps_its_count(run_sql):
    (row,) = run_sql(QUERY, {"raw.youth_justice": [figure("Count", 4.0)]}, first=[CORE])

    assert (row["numerator"], row["value"], row["state"]) == (4, None, "missing")


def test_other_indicators_are_not_mixed_in(run_sql):
    rows = run_sql(
        QUERY,
        {"raw.youth_justice": [figure("Count", 900.0, indicator="First time entrants")]},
        first=[CORE],
    )

    assert rows == []


@pytest.mark.parametrize("written", ["1999/00", "1999-2000"])
def test_the_financial_year_is_read_in_either_spelling(run_sql, written):
    delivered = [figure("Count", 1.0, period=written), figure(RATE, 2.0, period=written)]

    (row,) = run_sql(CORE, {"raw.youth_justice": delivered})

    assert row["financial_year"] == "1999/00"


def test_a_rate_that_the_publisher_hides_is_suppressed_and_not_missing(run_sql):
    hidden = figure(RATE, None) | {"value_state": "suppressed"}

    (row,) = run_sql(QUERY, {"raw.youth_justice": [figure("Count", 4.0), hidden]}, first=[CORE])

    assert (row["value"], row["state"]) == (None, "suppressed")
