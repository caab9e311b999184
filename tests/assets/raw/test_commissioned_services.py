"""Contracts as JSON: one object or a list, nested keys as paths, lists joined."""

import json

import pytest

from assets.raw.commissioned_services import FEED, read_catalogue
from pipelines.errors import FeedError

CONTRACT = {
    "contract_reference": "PRJ_1",
    "contract_type_id": "FBD-SP",
    "region": {"nps_region_code": "L", "pcc_region_code": None},
    "eligibility": {"allows_female": True, "allows_male": False},
    "scheduling": {"hide_before": "2021-01-01", "hide_after": "2026-03-28T17:00:00+00"},
    "providers": {"prime_provider_code": "SHELTER", "subcontractor_codes": ["ACORN", "ATHENA"]},
    "intervention_title": "Finance, Benefit and Debt in Stockport",
    "activities": [{"need_area": "Debt"}],
}


def test_a_contract_becomes_one_record_with_its_subcontractors_joined(load_feed, tmp_path):
    path = tmp_path / "PRJ_1.json"
    path.write_text(json.dumps(CONTRACT))

    loaded = load_feed(FEED, {"contracts/PRJ_1.json": path})

    assert loaded.rows(
        "select contract_reference, probation_region_code, pcc_area_code, allows_male, hide_after, "
        "prime_provider_code, subcontractor_codes from raw.commissioned_contract"
    ) == [
        {
            "contract_reference": "PRJ_1",
            "probation_region_code": "L",
            "pcc_area_code": None,
            "allows_male": False,
            "hide_after": "2026-03-28T17:00:00+00",
            "prime_provider_code": "SHELTER",
            "subcontractor_codes": "ACORN;ATHENA",
        }
    ]


def test_a_list_of_contracts_is_taken_as_well_as_one_a_file(load_feed, tmp_path):
    path = tmp_path / "all.json"
    path.write_text(json.dumps([CONTRACT, CONTRACT | {"contract_reference": "PRJ_2"}]))

    loaded = load_feed(FEED, {"all.json": path})

    assert loaded.accounts["all.json"][0] == "commissioned_contract"
    assert loaded.accounts["all.json"][1].rows_loaded == 2


def test_each_kind_of_list_goes_to_its_own_table(load_feed, tmp_path):
    providers = tmp_path / "providers.json"
    providers.write_text('[{"code": "ACORN", "name": "Acorn"}]')
    types = tmp_path / "contractDetails.json"
    types.write_text(
        '[{"contract_type": "Debt", "contract_code": "FBD-SP", "service_category": "Debt"}]'
    )

    loaded = load_feed(FEED, {"providers.json": providers, "contractDetails.json": types})

    tables = {name: table for name, (table, _) in loaded.accounts.items()}
    assert tables == {
        "providers.json": "commissioned_provider",
        "contractDetails.json": "commissioned_service_type",
    }


def test_a_file_cut_short_is_refused_by_name(tmp_path):
    path = tmp_path / "PRJ_1.json"
    path.write_text(json.dumps(CONTRACT)[:100])

    with pytest.raises(FeedError, match=r"PRJ_1\.json: is not JSON"):
        read_catalogue(path)
