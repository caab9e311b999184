"""Open recommendations at each month's end, from the first raised to the register's last whole month."""

import datetime as dt

QUERY = "assets/metrics/transformation/hmicfrs_open_recommendation_count.sql"


def recommendation(number, raised, closed=None, kind="recommendation", register=None):
    return {
        "force_code": "E23000023",
        "recommendation_id": number,
        "recommendation_type": kind,
        "raised_date": raised,
        "closed_date": closed,
        "register_date": register or dt.date(2019, 4, 18),
        "source_file": "register.csv",
    }


def test_a_recommendation_is_open_from_the_month_it_is_raised_until_it_is_closed(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.inspection_recommendation": [
                recommendation("1", dt.date(2019, 1, 10), dt.date(2019, 2, 28)),
                recommendation("2", dt.date(2019, 1, 31)),
                recommendation("3", dt.date(2019, 3, 1), kind="cause of concern"),
            ]
        },
    )

    found = {(row["period_end_date"], row["breakdown_value"]): row["value"] for row in rows}
    assert found == {
        (dt.date(2019, 1, 31), "recommendation"): 2,
        (dt.date(2019, 2, 28), "recommendation"): 1,  # closed on the last day of the month
        (dt.date(2019, 3, 31), "recommendation"): 1,
        (dt.date(2019, 1, 31), "cause of concern"): 0,
        (dt.date(2019, 2, 28), "cause of concern"): 0,
        (dt.date(2019, 3, 31), "cause of concern"): 1,
    }  # April is not whole: the register is of the 18th


def test_a_register_of_the_last_day_of_a_month_counts_that_month(run_sql):
    register = dt.date(2019, 2, 28)

    rows = run_sql(
        QUERY,
        {
            "core.inspection_recommendation": [
                recommendation("1", dt.date(2019, 2, 1), register=register),
                recommendation("2", dt.date(2019, 2, 1), dt.date(2019, 2, 9), register=register),
            ]
        },
    )

    assert [(row["period_end_date"], row["value"]) for row in rows] == [(register, 1)]
