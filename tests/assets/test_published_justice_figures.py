"""The figures that the real published files give: courts, probation, youth and grants."""

import datetime as dt

import pytest

from assets.raw import (
    commissioned_services,
    court_disposals,
    cps_case_outcomes,
    crown_court_caseload,
    grant_awards,
    proven_reoffending,
    youth_justice,
)

CORE = "assets/core"
OFFENDERS = "assets/metrics/offenders"
TRANSFORMATION = "assets/metrics/transformation"


def files_of(folder, pattern):
    return {str(path.relative_to(folder.parent)): path for path in folder.rglob(pattern)}


@pytest.mark.parametrize(
    ("metric", "year", "convictions", "unsuccessful", "rate"),
    [
        ("conviction_rate", 2014, 5_480, 760, 87.82),
        ("conviction_rate_including_admin_finalised", 2014, 5_480, 864, 86.38),
        ("conviction_rate", 2016, 4_473, 653, 87.26),
    ],
)
def test_cambridgeshire_convictions(
    shared_data, load_feed, metric, year, convictions, unsuccessful, rate
):
    files = files_of(shared_data / "cps_case_outcomes" / str(year), "*.csv")

    loaded = load_feed(cps_case_outcomes.FEED, files).build(
        f"{CORE}/police_force.sql", f"{CORE}/prosecution_outcome.sql", f"{OFFENDERS}/{metric}.sql"
    )

    (found,) = loaded.rows(
        "select sum(numerator)::bigint as won, sum(denominator)::bigint as completed "
        f"from metrics.{metric} where area_code = 'E23000023'"
    )
    assert found == {"won": convictions, "completed": convictions + unsuccessful}
    assert round(100 * found["won"] / found["completed"], 2) == rate
    assert len(loaded.rows("select distinct area_code from core.prosecution_outcome")) == 43


def test_crown_court_caseload_at_the_end_of_2025(shared_data, load_feed):
    files = files_of(shared_data / "crown_court", "*.csv")

    loaded = load_feed(crown_court_caseload.FEED, files).build(
        f"{CORE}/crown_court_caseload.sql",
        f"{CORE}/crown_court_caseload_by_court.sql",
        f"{OFFENDERS}/crown_court_open_caseload.sql",
    )

    rows = loaded.rows(
        "select breakdown_value, value from metrics.crown_court_open_caseload "
        "where period_end_date = date '2025-12-31'"
    )
    values = {row["breakdown_value"]: row["value"] for row in rows}
    assert (values[None], values["Cambridge"]) == (80_203, 802)
    assert "Peterborough" not in values
    assert sum(value or 0 for part, value in values.items() if part) == values[None]


def test_sentencing_in_england_and_wales_in_2019(shared_data, load_feed):
    files = files_of(shared_data / "cross_cjs", "*.xlsx")

    loaded = load_feed(court_disposals.FEED, files).build(
        f"{CORE}/sentence_outcome.sql", f"{OFFENDERS}/sentencing_outcome_rate.sql"
    )

    rows = loaded.rows(
        "select breakdown_value, sum(numerator) as numerator, sum(denominator) as denominator "
        "from metrics.sentencing_outcome_rate where year(period_start_date) = 2019 group by all"
    )
    shares = {
        row["breakdown_value"]: round(100 * row["numerator"] / row["denominator"], 2)
        for row in rows
    }
    assert {row["denominator"] for row in rows} == {1_196_160}
    assert (shares["Fine"], shares["Community sentence"]) == (78.32, 7.33)
    assert (shares["Immediate custody"], shares["Suspended sentence"]) == (6.46, 3.38)


def test_proven_reoffending_of_adults_in_the_cohort_of_april_2013(shared_data, load_feed):
    files = files_of(shared_data / "reoffending", "*.csv")

    loaded = load_feed(proven_reoffending.FEED, files).build(
        f"{CORE}/reoffending_cohort.sql",
        f"{CORE}/reoffending_figure.sql",
        f"{OFFENDERS}/proven_reoffending_rate.sql",
        f"{OFFENDERS}/reoffences_per_reoffender.sql",
    )

    where = "where breakdown_value = 'adult, old measure' and period_start_date = date '2013-04-01'"
    (rate,) = loaded.rows(f"from metrics.proven_reoffending_rate {where}")
    (frequency,) = loaded.rows(f"from metrics.reoffences_per_reoffender {where}")
    assert (rate["numerator"], rate["denominator"]) == (117_864, 468_134)
    assert (round(rate["value"], 1), round(frequency["value"], 1)) == (25.2, 3.1)
    missing = loaded.rows(
        "select distinct year(period_start_date) as year from metrics.proven_reoffending_rate "
        "where state = 'missing'"
    )
    assert missing == [{"year": 2001}]


def test_children_cautioned_or_sentenced_in_the_county_of_cambridgeshire(shared_data, load_feed):
    files = files_of(shared_data / "youth_justice", "*.csv")

    loaded = load_feed(youth_justice.FEED, files).build(f"{CORE}/child_cautioned_or_sentenced.sql")

    rows = loaded.run(f"{OFFENDERS}/youth_cautioned_or_sentenced_rate.sql")
    (row,) = [
        row
        for row in rows
        if row["area_code"] == "E10000003" and row["period_start_date"].year == 2018
    ]
    assert (row["numerator"], row["value"]) == (164, 28)


def test_commissioned_services(shared_data, load_feed):
    folder = shared_data / "probation_services"
    files = files_of(folder, "*.json") | files_of(folder, "*.csv")

    loaded = load_feed(commissioned_services.FEED, files).build(
        *(
            f"{CORE}/{table}.sql"
            for table in (
                "pcc_area",
                "probation_region",
                "commissioned_provider",
                "commissioned_contract",
                "commissioned_subcontract",
            )
        )
    )

    rows = loaded.run(f"{TRANSFORMATION}/commissioned_service_count.sql")
    assert {row["breakdown_value"]: row["value"] for row in rows} == {
        "contract": 196,
        "provider": 139,
        "prime_provider": 46,
        "region": 12,
        "subcontract": 343,
    }
    assert {account.state for _, account in loaded.accounts.values()} == {"loaded"}


def test_trafford_grants(shared_data, load_feed):
    files = files_of(shared_data / "grants", "trafford*.csv")
    areas = [
        {"area_code": "E23000005", "area_type": "force", "parent_code": None, "valid_to": None},
        {
            "area_code": "E08000009",
            "area_type": "district",
            "parent_code": "E23000005",
            "valid_to": dt.date(2030, 3, 31),
        },
    ]

    loaded = load_feed(grant_awards.FEED, files, {"core.area": areas})
    loaded.build(
        f"{CORE}/police_force.sql",
        f"{CORE}/grant_award.sql",
        f"{TRANSFORMATION}/grant_awarded_gbp.sql",
        f"{TRANSFORMATION}/grant_award_count.sql",
    )

    rows = loaded.rows(
        "select year(period_start_date) as year, amount.value as pounds, awards.value as awards, "
        "amount.state as state, area_code from metrics.grant_awarded_gbp as amount "
        "join metrics.grant_award_count as awards using (area_code, period_start_date)"
    )
    years = {row["year"]: row for row in rows}
    assert sum(row["awards"] or 0 for row in rows) == 555
    assert round(sum(row["pounds"] or 0 for row in rows), 2) == 1_291_436.54
    assert (years[2019]["awards"], years[2019]["pounds"]) == (106, 188_948.83)
    assert (years[2015]["awards"], years[2015]["state"]) == (None, "missing")
    assert {row["area_code"] for row in rows} == {"E23000005"}
