"""Promises of the courts, probation and grants tables: what breaks them, and what only surprises."""

import datetime as dt

import duckdb
import pytest

from expectations.core.commissioned_contract import suite as contract_suite
from expectations.core.grant_award import suite as grant_suite
from expectations.core.prosecution_outcome import suite as prosecution_suite
from expectations.core.reoffending_cohort import suite as cohort_suite
from pipelines.build.suite import run_suite


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        connection.execute("create table core.commissioned_provider (provider_code varchar)")
        yield connection


@pytest.fixture
def broken(connection):
    """Return a function that says which promises a table of hand-made rows breaks."""

    def broken(suite, columns, rows):
        connection.execute(f"create or replace temp table handmade ({columns})")
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into handmade values ({marks})", list(row))
        connection.execute("create or replace temp view checked as from handmade")
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return {(result.severity, result.expectation) for result in results if not result.passed}

    return broken


MONTH = dt.date(2014, 4, 1)
OUTCOME = (
    "area_code varchar, month_start_date date, offence_category varchar, conviction_count bigint, "
    "unsuccessful_count bigint, unknown_area_name varchar"
)
ADD_UP = ("critical", "the areas add up to England and Wales, by month and offence category")


@pytest.mark.parametrize(("national", "breaks"), [(30, False), (31, True)])
def test_areas_must_add_up_to_england_and_wales(broken, national, breaks):
    rows = [
        ("K04000001", MONTH, "Burglary", national, 3, None),
        ("E23000023", MONTH, "Burglary", 10, 1, None),
        ("E23000024", MONTH, "Burglary", 20, 2, None),
    ]

    assert (ADD_UP in broken(prosecution_suite, OUTCOME, rows)) is breaks


def test_a_month_without_a_national_row_breaks_nothing(broken):
    rows = [("E23000023", MONTH, "Burglary", 10, 1, None)]

    severities = {severity for severity, _ in broken(prosecution_suite, OUTCOME, rows)}
    assert severities == {"warning"}


def test_an_area_name_that_is_not_known_is_a_surprise(broken):
    rows = [("X99000000", MONTH, "Burglary", 10, 1, "Camelot")]

    assert ("warning", "every area name is known") in broken(prosecution_suite, OUTCOME, rows)


COHORT = (
    "area_code varchar, measure varchar, cohort_length varchar, offender_group varchar, "
    "sentence_length varchar, cohort_start_date date, offender_count bigint, "
    "reoffender_count bigint, reoffence_count bigint"
)


def test_more_reoffenders_than_offenders_is_a_broken_promise(broken):
    rows = [("E10000003", "new", "year", "all", None, MONTH, 100, 101, 300)]

    assert "critical" in {severity for severity, _ in broken(cohort_suite, COHORT, rows)}


def test_a_cohort_that_was_never_measured_breaks_nothing(broken):
    rows = [("K04000001", "new", "quarter", "all", None, dt.date(2001, 1, 1), None, None, None)]

    assert broken(cohort_suite, COHORT, rows) == set()


def test_a_contract_in_two_kinds_of_area_is_a_broken_promise(broken):
    columns = (
        "contract_reference varchar, prime_provider_code varchar, probation_region_code varchar, "
        "pcc_area_code varchar, region_code varchar"
    )

    found = broken(contract_suite, columns, [("A", "SHELTER", "I", "norfolk", "I")])

    assert ("critical", "no contract names both a probation region and a police area") in found


def test_an_award_twice_is_a_broken_promise_and_a_negative_one_a_surprise(broken):
    columns = (
        "award_id varchar, amount_awarded double, award_date date, area_code varchar, "
        "financial_year varchar, currency varchar, theme varchar"
    )
    row = ("360G-1", -5.0, MONTH, "E23000023", "2014/15", "GBP", None)

    assert {severity for severity, _ in broken(grant_suite, columns, [row])} == {"warning"}
    assert "critical" in {severity for severity, _ in broken(grant_suite, columns, [row, row])}
