"""Promises of the victims, standing and money tables: what breaks them, and what only surprises."""

import datetime as dt
import importlib

import duckdb
import pytest

from pipelines.build.suite import run_suite

HALF = dt.date(2019, 4, 1)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        connection.execute(
            "create table core.grant_award (award_id varchar, amount_awarded double, currency varchar)"
        )
        connection.execute("insert into core.grant_award values ('360G-1', 1000, 'GBP')")
        yield connection


@pytest.fixture
def broken(connection):
    """Return a function that says which promises of a table hand-made rows break."""

    def broken(name, *rows):
        suite = importlib.import_module(f"expectations.{name}").suite
        names = ", ".join(rows[0])
        values = ", ".join(
            "(" + ", ".join(_literal(value) for value in row.values()) + ")" for row in rows
        )
        connection.execute(
            f"create or replace temp view checked as from (values {values}) as t({names})"
        )
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return {(result.severity, result.expectation) for result in results if not result.passed}

    return broken


def _literal(value):
    if value is None:
        return "null"
    if isinstance(value, dt.date):
        return f"date '{value}'"
    return f"'{value}'" if isinstance(value, str) else str(value)


def justice(**given):
    return {
        "area_code": "E23000023",
        "period_start_date": HALF,
        "period_end_date": dt.date(2019, 9, 30),
        "offence_group": "Theft",
        "referral_count": 32,
        "informed_count": 23,
    } | given


def test_no_more_people_are_informed_than_were_referred(broken):
    assert broken("raw.restorative_justice", justice()) == set()
    assert broken("raw.restorative_justice", justice(informed_count=33)) == {
        ("critical", "no more people are informed than were referred")
    }


def test_a_half_year_beside_its_own_quarter_is_a_surprise(broken):
    quarter = justice(period_start_date=dt.date(2019, 7, 1))

    assert broken("raw.restorative_justice", justice(), quarter) == {
        ("warning", "no two periods of an area overlap")
    }


def test_a_period_of_five_months_is_refused(broken):
    assert broken("raw.restorative_justice", justice(period_end_date=dt.date(2019, 8, 31))) == {
        ("critical", "a period is a quarter or a half-year of whole months")
    }


def outcome(domain, ended, both, improved):
    return {
        "force_code": "E23000023",
        "half_year_start_date": HALF,
        "service": "Advice",
        "outcome_domain": domain,
        "ended_count": ended,
        "both_scores_count": both,
        "improved_count": improved,
    }


def test_improved_lies_within_both_scores_within_ended(broken):
    words = "improved, both scores and ended are each within the next"

    assert broken("core.victim_outcome", outcome("any domain", 100, 60, 48)) == set()
    assert broken("core.victim_outcome", outcome("any domain", 100, 60, 61)) == {
        ("critical", words)
    }
    assert broken("core.victim_outcome", outcome("any domain", 50, 60, 48)) == {("critical", words)}


def test_no_domain_improves_more_people_than_any_domain(broken):
    rows = [outcome("any domain", 100, 60, 40), outcome("better able to cope", 100, 60, 41)]

    assert broken("core.victim_outcome", *rows) == {
        ("critical", "no domain has more people improved than any domain has")
    }


@pytest.mark.parametrize("percent", [0.58, 101.0])
def test_a_percentage_that_is_a_share_of_one_is_refused(broken, percent):
    row = {
        "area_name": "Cambridgeshire",
        "year_end_date": dt.date(2019, 3, 31),
        "percent_good": percent,
        "lower_percent": None,
        "upper_percent": None,
        "unweighted_base": 620,
    }

    assert broken("raw.public_confidence", row) == {
        ("critical", "a percentage is out of a hundred, not a share of one")
    }


def test_a_payment_above_its_award_or_of_no_award_is_a_surprise(broken):
    def paid(award_id, area, amount):
        return {
            "payment_id": "P1", "award_id": award_id, "area_code": area, "amount_gbp": amount,
        }  # fmt: skip

    assert broken("core.grant_payment", paid("360G-1", "E23000023", 1000)) == set()
    assert broken("core.grant_payment", paid("360G-1", "E23000023", 1001)) == {
        ("warning", "no award is paid more than was awarded to it")
    }
    ((severity, _),) = broken("core.grant_payment", paid("360G-2", None, 10))
    assert severity == "warning"


def test_money_is_evidenced_only_where_evidence_was_received(broken):
    row = {
        "award_id": "360G-1",
        "period_start_date": HALF,
        "area_code": "E23000023",
        "is_evidence_received": False,
        "evidenced_amount_gbp": 10,
    }

    assert broken("core.grant_return", row) == {
        ("critical", "no money is evidenced where no evidence was received")
    }


def test_a_register_has_one_date_and_no_later_closing(broken):
    row = {
        "recommendation_id": "1",
        "force_name": "Cambridgeshire",
        "raised_date": dt.date(2019, 1, 1),
        "closed_date": dt.date(2019, 12, 1),
        "register_date": dt.date(2019, 11, 30),
    }

    assert broken("raw.inspection_recommendations", row) == {
        ("critical", "nothing is raised or closed after the day of the register")
    }


def test_shared_spending_is_within_all_spending(broken):
    row = {
        "area_code": "E23000023",
        "financial_year": "2018/20",
        "net_revenue_expenditure_gbp": 134_300,
        "collaborated_spend_gbp": 140_000,
    }

    found = broken("raw.police_finance", row)

    assert ("critical", "shared spending is within all spending") in found
    assert ("critical", "a financial year names two years that follow each other") in found
    assert {severity for severity, _ in found} == {"critical", "warning"}  # thousands, not pounds
