"""Commissioned services: what came twice counts once, and a police area lies in a region."""

import datetime as dt

CONTRACTS = "assets/core/commissioned_contract.sql"
SUBCONTRACTS = "assets/core/commissioned_subcontract.sql"
TYPES = "assets/core/commissioned_service_type.sql"
REGIONS = "assets/core/pcc_area.sql"


def contract(reference, **given):
    return {
        "contract_reference": reference,
        "contract_type_code": "FBD-SP",
        "prime_provider_code": "SHELTER",
        **given,
    }


def tables(json=(), flat=(), flat_subcontracts=()):
    return {
        "raw.commissioned_contract": list(json),
        "raw.commissioned_contract_flat": list(flat),
        "raw.commissioned_subcontractor_flat": list(flat_subcontracts),
        "raw.commissioned_service_type": [],
        "raw.pcc_area": [
            {"pcc_area_code": "northamptonshire", "pcc_area_name": "N", "region_code": "I"}
        ],
    }


def test_a_contract_in_the_derived_table_too_is_counted_once(run_sql):
    delivered = tables(
        json=[contract("A", title="From JSON")],
        flat=[contract("A", title="From the flat table"), contract("B")],
    )

    rows = run_sql(CONTRACTS, delivered, first=[REGIONS])

    assert {row["contract_reference"]: row["title"] for row in rows} == {
        "A": "From JSON",
        "B": None,
    }


def test_a_contract_for_a_police_area_lies_in_the_region_of_that_area(run_sql):
    delivered = tables(
        json=[
            contract("A", probation_region_code="L"),
            contract("B", pcc_area_code="northamptonshire"),
        ]
    )

    rows = run_sql(CONTRACTS, delivered, first=[REGIONS])

    assert {row["contract_reference"]: row["region_code"] for row in rows} == {"A": "L", "B": "I"}


def test_validity_is_read_from_dates_with_and_without_a_time(run_sql):
    delivered = tables(
        json=[contract("A", hide_before="2021-01-01", hide_after="2026-03-27T17:00:00+00")]
    )

    (row,) = run_sql(CONTRACTS, delivered, first=[REGIONS])

    assert (row["valid_from_date"], row["valid_to_date"]) == (
        dt.date(2021, 1, 1),
        dt.date(2026, 3, 27),
    )


def test_subcontractors_are_rows_and_those_of_the_derived_table_only_fill_gaps(run_sql):
    delivered = tables(
        json=[contract("A", subcontractor_codes="ACORN;ATHENA"), contract("B")],
        flat_subcontracts=[
            {"contract_reference": "A", "provider_code": "ACORN"},
            {"contract_reference": "C", "provider_code": "NACRO"},
        ],
    )

    rows = run_sql(SUBCONTRACTS, delivered)

    assert {(row["contract_reference"], row["provider_code"]) for row in rows} == {
        ("A", "ACORN"),
        ("A", "ATHENA"),
        ("C", "NACRO"),
    }


def test_a_local_sub_type_rolls_up_to_its_service(run_sql):
    delivered = tables(json=[contract("A"), contract("B", contract_type_code="FBD-TR")])

    rows = run_sql(TYPES, delivered)

    assert {row["contract_type_code"] for row in rows} == {"FBD-SP", "FBD-TR"}
    assert {row["service_name"] for row in rows} == {"Finance, benefit and debt"}
