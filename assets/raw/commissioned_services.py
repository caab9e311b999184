"""Commissioned rehabilitative services: contracts, providers, service types and probation regions.

Grain     one row per contract; per provider; per service type; per region; per police area
Supplier  HM Prison and Probation Service: interventions catalogue of refer and monitor
Arrives   irregularly, as one JSON file a contract beside lists of providers and areas
Rights    MIT licence (contracts); names of organisations; contact addresses are not read

A contract names a probation region or a police area, never both. Its subcontractors stand in one
column joined by `;` and are unnested in core. The flat tables derived from the same
contracts are recognised, and core reads from them only contracts that came in no JSON file, so
nothing is counted twice. A list (providers, types, regions) is replaced whole by a later one.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import read_json

JOIN = ";"


def read_catalogue(path: Path) -> Records:
    """Flatten one object, or a list of them: `scheduling.hide_after`, lists of texts joined."""
    delivered = read_json(path, "Ask the supplier to resend it.")
    items = delivered if isinstance(delivered, list) else [delivered]
    flat = [dict(_flat(item)) for item in items if isinstance(item, dict)]
    header = list(dict.fromkeys(key for record in flat for key in record))
    rows = ((n, [record.get(key, "") for key in header]) for n, record in enumerate(flat, 1))
    return Records(header, rows)


def _flat(item: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            texts = [part for part in value if isinstance(part, str)]
            yield above + key, JOIN.join(texts) if texts else _as_text(value)
        else:
            yield above + key, _as_text(value)


def _as_text(value: Any) -> str:
    if value is None or value == []:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _optional(name: str, header: str, *, type_: str = "varchar") -> Column:
    return Column(name, (header,), type=type_, required=False)


CONTRACT = Layout(
    table="commissioned_contract",
    columns=(
        Column("contract_reference", nullable=False),
        Column("contract_type_code", ("contract_type_id",), nullable=False),
        _optional("probation_region_code", "region.nps_region_code"),
        _optional("pcc_area_code", "region.pcc_region_code"),
        _optional("allows_female", "eligibility.allows_female", type_="boolean"),
        _optional("allows_male", "eligibility.allows_male", type_="boolean"),
        _optional("minimum_age", "eligibility.minimum_age", type_="integer"),
        _optional("maximum_age", "eligibility.maximum_age", type_="integer"),
        _optional("hide_before", "scheduling.hide_before"),
        _optional("hide_after", "scheduling.hide_after"),
        Column("prime_provider_code", ("providers.prime_provider_code",), nullable=False),
        _optional("subcontractor_codes", "providers.subcontractor_codes"),
        _optional("title", "intervention_title"),
    ),
    file_patterns=(r".*\.json",),
    key=("contract_reference",),
    partition_by=("contract_reference",),
    reader=read_catalogue,
)

PROVIDER = Layout(
    table="commissioned_provider",
    columns=(
        Column("provider_code", ("code",), nullable=False),
        Column("provider_name", ("name",), nullable=False),
    ),
    file_patterns=(r".*provider.*\.json",),
    key=("provider_code",),
    reader=read_catalogue,
)

SERVICE_TYPE = Layout(
    table="commissioned_service_type",
    columns=(
        Column("contract_type_code", ("contract_code",), nullable=False),
        Column("contract_type_name", ("contract_type",), nullable=False),
        Column("service_category", nullable=False),
        _optional("desired_outcomes", "desired_outcomes"),
    ),
    file_patterns=(r".*\.json",),
    key=("contract_type_code",),
    reader=read_catalogue,
)

REGION = Layout(
    table="probation_region",
    columns=(
        Column("region_code", nullable=False),
        Column("region_name", nullable=False),
    ),
    file_patterns=(r".*region.*\.csv",),
    key=("region_code",),
)

PCC_AREA = Layout(
    table="pcc_area",
    columns=(
        Column("pcc_area_code", nullable=False),
        Column("pcc_area_name", nullable=False),
        Column("region_code", nullable=False),
    ),
    key=("pcc_area_code",),
)

CONTRACT_FLAT = Layout(
    table="commissioned_contract_flat",
    columns=(
        Column("contract_reference", ("ref",), nullable=False),
        Column("contract_type_code", ("type",), nullable=False),
        Column("probation_region_code", ("nps",)),
        Column("pcc_area_code", ("pcc",)),
        Column("prime_provider_code", ("prime_code",), nullable=False),
        Column("prime_provider_name", ("prime",)),
        Column("subcontractor_count", ("n_sub",), type="integer"),
        Column("hide_before"),
        Column("hide_after"),
        Column("title"),
        Column("allows_female", ("f",), type="boolean"),
        Column("allows_male", ("m",), type="boolean"),
    ),
    key=("contract_reference",),
)

SUBCONTRACTOR_FLAT = Layout(
    table="commissioned_subcontractor_flat",
    columns=(
        Column("contract_reference", ("ref",), nullable=False),
        Column("provider_code", ("code",), nullable=False),
        Column("provider_name", ("name",)),
    ),
    file_patterns=(r".*subcontract.*\.csv",),
    key=("contract_reference", "provider_code"),
)

FEED = Feed(
    feed_id="commissioned_services",
    title="Commissioned rehabilitative services",
    **source("hmpps_interventions"),
    cadence="irregular",
    due_days=0,
    data_to="max(received_at)::date",
    layouts=(
        CONTRACT,
        PROVIDER,
        SERVICE_TYPE,
        REGION,
        PCC_AREA,
        CONTRACT_FLAT,
        SUBCONTRACTOR_FLAT,
    ),
)
