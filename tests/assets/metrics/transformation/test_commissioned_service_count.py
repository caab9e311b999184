"""What the catalogue of commissioned services holds, on the day it was received."""

import datetime as dt

QUERY = "assets/metrics/transformation/commissioned_service_count.sql"


def tables(contracts):
    return {
        "core.commissioned_contract": contracts,
        "core.commissioned_provider": [{"provider_code": "ACORN"}, {"provider_code": "SHELTER"}],
        "core.probation_region": [{"region_code": "A"}],
        "core.commissioned_subcontract": [{"contract_reference": "1", "provider_code": "ACORN"}],
    }


def test_five_things_are_counted_and_none_is_the_total(run_sql):
    received = dt.datetime(2026, 4, 1, 2, 30)
    contracts = [
        {"prime_provider_code": "SHELTER", "received_at": received, "source_file": "1.json"},
        {"prime_provider_code": "SHELTER", "received_at": received, "source_file": "2.json"},
    ]

    rows = run_sql(QUERY, tables(contracts))

    assert {row["breakdown_value"]: row["value"] for row in rows} == {
        "contract": 2,
        "prime_provider": 1,
        "provider": 2,
        "region": 1,
        "subcontract": 1,
    }
    assert {row["period_end_date"] for row in rows} == {dt.date(2026, 4, 1)}


def test_a_site_that_received_no_contract_publishes_no_count(run_sql):
    columns = {"prime_provider_code": None, "received_at": None, "source_file": None}

    rows = run_sql(QUERY, tables([]) | {"core.commissioned_contract": [columns]})

    assert rows == []
