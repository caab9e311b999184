"""Payments, returns, milestones, spending, organisations and holidays in one form each."""

import datetime as dt

import pytest

AWARD = {
    "award_id": "360G-1",
    "area_code": "E23000023",
    "theme": "offenders",
    "title": "Substance misuse",
    "financial_year": "2019/20",
}


def test_a_payment_takes_area_theme_and_year_from_its_award_and_stays_without_one(run_sql):
    payments = [
        {
            "payment_id": f"P{number}",
            "award_id": award_id,
            "payment_date": dt.date(2020, 4, 30),
            "amount_gbp": 23_500,
        }
        for number, award_id in enumerate(["360G-1", "360G-unknown"])
    ]

    rows = run_sql(
        "assets/core/grant_payment.sql",
        {"raw.grant_payments": payments, "core.grant_award": [AWARD]},
    )

    # Paid in 2020/21, but an award of 2019/20.
    assert {row["award_id"]: (row["theme"], row["award_financial_year"]) for row in rows} == {
        "360G-1": ("offenders", "2019/20"),
        "360G-unknown": (None, None),
    }


def test_a_return_names_the_service_of_its_award(run_sql):
    given = {
        "award_id": "360G-1",
        "period_start_date": dt.date(2019, 4, 1),
        "period_end_date": dt.date(2019, 9, 30),
        "people_supported_count": 120,
        "is_evidence_received": True,
        "evidenced_amount_gbp": 40_000,
    }

    (row,) = run_sql(
        "assets/core/grant_return.sql", {"raw.grant_returns": [given], "core.grant_award": [AWARD]}
    )

    assert (row["service"], row["theme"]) == ("Substance misuse", "offenders")


@pytest.mark.parametrize(
    ("done", "due", "is_due", "in_time"),
    [
        (dt.date(2019, 8, 30), dt.date(2019, 8, 30), True, True),
        (dt.date(2019, 8, 31), dt.date(2019, 8, 30), True, False),
        (None, dt.date(2020, 3, 31), False, False),
    ],
)
def test_a_milestone_is_met_on_time_if_it_is_done_by_its_due_date(
    run_sql, done, due, is_due, in_time
):
    given = {
        "csp_code": "E22000013",
        "activity": "Safer streets",
        "stage": "Do",
        "milestone": "First activity held",
        "due_date": due,
        "done_date": done,
        "has_evidence": True,
        "return_date": dt.date(2019, 11, 30),
    }
    area = {
        "area_code": "E22000013",
        "area_type": "csp",
        "parent_code": "E23000023",
        "valid_to": dt.date(2030, 1, 1),
    }

    (row,) = run_sql(
        "assets/core/csp_milestone.sql", {"raw.csp_delivery": [given], "core.area": [area]}
    )

    assert row["force_code"] == "E23000023"
    assert (row["is_due"], row["is_met_on_time"]) == (is_due, in_time)


def payment(**given):
    return {
        "body_name": "An office",
        "payment_date": "2019-04-08",
        "supplier_name": "A supplier",
        "net_amount": "1,500.00",
        "source_file": "2019-04.csv",
        "received_at": dt.datetime(2019, 5, 1),
        **given,
    }


def spend(run_sql, *payments):
    return run_sql("assets/core/opcc_spend.sql", {"raw.opcc_spend": list(payments)})


@pytest.mark.parametrize(
    "written",
    ["2019-04-08", "08/04/2019", "8.4.2019", "8-Apr-19", "08 Apr 2019", "2019-04-08T00:00"],
)
def test_a_date_of_payment_is_read_in_every_form_seen(run_sql, written):
    (row,) = spend(run_sql, payment(payment_date=written))

    assert (row["payment_date"], row["financial_year"]) == (dt.date(2019, 4, 8), "2019/20")


@pytest.mark.parametrize(
    ("written", "pounds"),
    [
        ("60.52", 60.52),
        ("£1,234.50", 1234.5),
        ("-57.83", -57.83),
        ("(1,000.00)", -1000.0),
        ("£-20", -20.0),
        ("250.00-", -250.0),
        ("624", 624.0),
    ],
)
def test_a_refund_is_negative_however_it_is_written(run_sql, written, pounds):
    (row,) = spend(run_sql, payment(net_amount=written))

    assert float(row["net_amount_gbp"]) == pounds


@pytest.mark.parametrize("name", [None, " ", "REDACTED PERSONAL DATA", "Name withheld"])
def test_a_supplier_without_a_name_is_redacted(run_sql, name):
    (row,) = spend(run_sql, payment(supplier_name=name))

    assert row["is_supplier_redacted"]


def test_a_month_published_again_under_another_name_is_counted_once(run_sql):
    again = {"source_file": "april final.csv", "received_at": dt.datetime(2019, 6, 1)}

    rows = spend(
        run_sql,
        payment(transaction_number="1", net_amount="600"),
        payment(transaction_number="2"),
        payment(),
        payment(transaction_number="1", net_amount="650", **again),
        payment(transaction_number="2", **again),
        payment(**again),
    )

    # The corrected 650 counts, and the line without a number is the same line.
    assert sorted(float(row["net_amount_gbp"]) for row in rows) == [650.0, 1500.0, 1500.0]
    assert {row["source_file"] for row in rows} == {"april final.csv"}


def test_equal_lines_within_one_file_are_two_payments(run_sql):
    assert len(spend(run_sql, payment(), payment())) == 2


def test_an_organisation_has_its_charity_and_its_company_number(run_sql):
    link = {"org_id_a": "GB-CHC-1107583", "org_id_b": "GB-COH-05300719", "name": "LANKELLY CHASE"}
    name = {"org_id": "GB-CHC-1107583", "name": "The Lankelly Chase Foundation"}

    rows = run_sql(
        "assets/core/organisation.sql",
        {"raw.organisation_link": [link], "raw.organisation_name": [name]},
    )

    found = {row["org_id"]: row for row in rows}
    for row in found.values():
        assert (row["charity_id"], row["company_id"]) == ("GB-CHC-1107583", "GB-COH-05300719")
    assert found["GB-CHC-1107583"]["names"] == ["LANKELLY CHASE", "The Lankelly Chase Foundation"]
    assert found["GB-COH-05300719"]["register_code"] == "GB-COH"
    assert found["GB-COH-05300719"]["register_number"] == "05300719"


def test_two_holidays_on_one_day_are_one_row(run_sql):
    given = [
        {
            "division": "england-and-wales",
            "title": title,
            "holiday_date": dt.date(2011, 4, 25),
            "holiday_year": 2011,
        }
        for title in ("Easter Monday", "A royal wedding")
    ]

    (row,) = run_sql("assets/core/bank_holiday.sql", {"raw.bank_holidays": given})

    assert row["title"] == "A royal wedding; Easter Monday"


def test_a_financial_year_of_the_force_runs_from_april_to_march(run_sql):
    given = {"area_code": "E23000023", "financial_year": "1999/00", "basis": "outturn"}

    (row,) = run_sql("assets/core/police_finance.sql", {"raw.police_finance": [given]})

    assert (row["year_start_date"], row["year_end_date"]) == (
        dt.date(1999, 4, 1),
        dt.date(2000, 3, 31),
    )
