"""Demonstration deliveries of victims, standing and money: the paper's figures, whole and in order."""

import csv
import datetime as dt
import io
import json

import pytest

from demonstration import grants, lists, money, standing, victims

SEED = 2019


def read(deliveries, folder):
    """Read every CSV of a feed that these deliveries hold, as dictionaries."""
    return [
        row
        for path, content in deliveries
        if path.startswith(f"{folder}/") and path.endswith(".csv")
        for row in csv.DictReader(io.StringIO(content.decode("utf-8")))
    ]


def test_the_last_half_year_of_restorative_justice_is_that_of_paragraph_4_14():
    rows = [
        row
        for row in read(victims.deliveries(SEED), "restorative_justice")
        if row["period_start_date"] == "2019-04-01"
    ]

    referred = {row["offence_group"]: int(row["referral_count"]) for row in rows}
    assert sum(referred.values()) == 32
    assert sum(int(row["informed_count"]) for row in rows) == 23
    assert referred["Violence against the person"] in (21, 22)  # two thirds


@pytest.mark.parametrize("seed", [1, 2019])
def test_parts_never_pass_their_wholes(seed):
    made = list(victims.deliveries(seed))

    for row in read(made, "restorative_justice"):
        assert int(row["informed_count"]) <= int(row["referral_count"])
    outcomes = [row for row in read(made, "victim_hub") if "service" in row]
    assert len(outcomes) == len(victims.HALF_YEARS) * len(victims.SERVICES) * len(victims.DOMAINS)
    for row in outcomes:
        parts = [int(row[name]) for name in ("improved_count", "both_scores_count", "ended_count")]
        assert parts == sorted(parts)


def test_no_reference_of_the_survey_stands_twice():
    rows = read(victims.deliveries(SEED), "victim_survey")

    assert len(rows) == len(victims.QUARTERS) * victims.ASKED_A_QUARTER
    assert len({row["response_id"] for row in rows}) == len(rows)


def test_what_is_paid_of_an_award_is_never_more_than_the_award():
    awarded = {award.award_id: award.amount for award in grants.awards(SEED)}
    paid = dict.fromkeys(awarded, 0.0)

    for row in read(money.deliveries(SEED), "grant_payments"):
        paid[row["award_id"]] += float(row["amount_gbp"])
        assert row["payment_date"] <= money.AS_AT.isoformat()

    assert all(paid[award_id] <= amount for award_id, amount in awarded.items())
    # The awards of 2016 to 2018 have been paid whole, by now.
    old = [award for award in grants.awards(SEED) if award.year < 2018]
    assert all(paid[award.award_id] == award.amount for award in old)


def test_money_with_evidence_is_money_paid():
    paid: dict[str, float] = {}
    evidenced: dict[str, float] = {}
    made = list(money.deliveries(SEED))

    for row in read(made, "grant_payments"):
        paid[row["award_id"]] = paid.get(row["award_id"], 0) + float(row["amount_gbp"])
    for row in read(made, "grant_returns"):
        amount = float(row["evidenced_amount_gbp"])
        evidenced[row["award_id"]] = evidenced.get(row["award_id"], 0) + amount
        assert row["is_evidence_received"] == "true" or amount == 0

    assert all(amount <= paid.get(award_id, 0) for award_id, amount in evidenced.items())


def test_two_partnerships_of_six_have_agreed_no_activity():
    rows = read(money.deliveries(SEED), "csp_delivery")

    assert len({row["csp_code"] for row in rows}) == 4
    assert all(row["done_date"] <= "2019-11-30" for row in rows)


def test_the_budget_is_43_pence_a_person_a_day():
    people = 853_100  # the six districts at mid-2018, the latest estimate at the time
    (budget,) = [
        row
        for row in read(money.deliveries(SEED), "police_finance")
        if row["financial_year"] == "2019/20"
    ]

    pence = 100 * int(budget["net_revenue_expenditure_gbp"]) / people / 366
    assert (round(pence), budget["basis"]) == (43, "estimate")


def test_the_youth_fund_gave_over_40_000_pounds_in_the_half_year_to_september():
    awards = [
        award
        for award in grants.awards(SEED)
        if award.is_youth_fund and dt.date(2019, 4, 1) <= award.when <= dt.date(2019, 9, 30)
    ]

    assert sum(award.amount for award in awards) == 40_600


def test_headers_of_spending_differ_from_month_to_month_and_some_names_are_redacted():
    files = [
        content.decode().splitlines()
        for path, content in money.deliveries(SEED)
        if path.startswith("opcc_spend/")
    ]

    assert {lines[0] for lines in files} == {",".join(header) for header in money.SPEND_HEADERS}
    assert any("REDACTED" in line for lines in files for line in lines)


def test_registers_know_nothing_of_the_days_after_them():
    made = list(standing.deliveries(SEED))
    as_at = standing.AS_AT.isoformat()

    for row in read(made, "inspection_recommendations"):
        assert row["date_raised"] < (row["date_closed"] or "9") and row["date_closed"] <= as_at
    for row in read(made, "public_questions"):
        assert row["raised_date"] <= row["board_date"] <= as_at and row["answered_date"] <= as_at


def test_bank_holidays_fall_on_working_days():
    ((_, content),) = [made for made in lists.deliveries() if made[0].startswith("bank_holidays/")]

    divisions = json.loads(content)
    assert set(divisions) == {"england-and-wales", "scotland", "northern-ireland"}
    for division in divisions.values():
        days = [event["date"] for event in division["events"]]
        assert days == sorted(set(days))
        assert all(dt.date.fromisoformat(day).isoweekday() <= 5 for day in days)
    assert len(divisions["england-and-wales"]["events"]) == 8 * 3


@pytest.mark.parametrize("module", [victims, money, standing])
def test_the_same_seed_writes_the_same_bytes_and_another_does_not(module):
    assert list(module.deliveries(1)) == list(module.deliveries(1))
    assert list(module.deliveries(1)) != list(module.deliveries(2))
