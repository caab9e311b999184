"""Cost per person supported: money and people of the same time, service by service."""

import datetime as dt

import pytest

QUERY = "assets/metrics/victims/victim_service_cost_per_person_gbp.sql"


def paid(award, day, amount, theme="victims"):
    return {"award_id": award, "theme": theme, "payment_date": day, "amount_gbp": float(amount)}


def returned(award, service, start, end, people, theme="victims"):
    return {
        "award_id": award,
        "area_code": "E23000023",
        "service": service,
        "theme": theme,
        "period_start_date": start,
        "period_end_date": end,
        "people_supported_count": people,
        "source_file": "grant_returns.csv",
    }


YEAR = (dt.date(2018, 4, 1), dt.date(2019, 3, 31))


def test_the_cost_is_the_money_paid_over_the_people_supported(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.grant_payment": [
                paid("A", dt.date(2018, 5, 1), 6000),
                paid("A", dt.date(2018, 12, 1), 6000),
                paid("B", dt.date(2018, 6, 1), 1000),
                paid("C", dt.date(2018, 6, 1), 900_000, theme="offenders"),
            ],
            "core.grant_return": [
                returned("A", "Advice", *YEAR, 40),
                returned("B", "Counselling", *YEAR, 10),
                returned("C", "Courses", *YEAR, 5, theme="offenders"),
            ],
        },
    )

    # Advice 12,000 / 40; counselling 1,000 / 10; both 13,000 / 50.
    assert {row["breakdown_value"]: row["value"] for row in rows} == pytest.approx(
        {"Advice": 300, "Counselling": 100, None: 260}
    )


def test_money_paid_after_the_last_return_waits_for_the_people_it_is_for(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.grant_payment": [
                paid("A", dt.date(2019, 5, 1), 5000),
                paid("A", dt.date(2019, 11, 1), 5000),
            ],
            "core.grant_return": [
                returned("A", "Advice", dt.date(2019, 4, 1), dt.date(2019, 9, 30), 20)
            ],
        },
    )

    total = next(row for row in rows if row["breakdown_value"] is None)
    assert (total["value"], total["state"]) == (250, "provisional")  # 5,000 / 20, not 10,000 / 20
    assert total["reason"] == "payments and people to 30 September 2019"
