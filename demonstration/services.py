"""Contracts for rehabilitative services, with their providers and areas, all of them made up."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table

NAMESPACE = uuid.UUID("5e0f5d6a-2f0b-5c1e-9c55-0d1c7a1b2c3d")
REGIONS = {
    "A": "North East", "B": "North West", "C": "Yorkshire and the Humber", "D": "Wales",
    "E": "West Midlands", "F": "East Midlands", "G": "South West", "H": "South Central",
    "I": "East of England", "J": "London", "K": "Kent, Surrey and Sussex",
    "L": "Greater Manchester",
}  # fmt: skip
PCC_AREAS = {
    "bedfordshire": ("Bedfordshire", "I"), "cambridgeshire": ("Cambridgeshire", "I"),
    "essex": ("Essex", "I"), "hertfordshire": ("Hertfordshire", "I"), "norfolk": ("Norfolk", "I"),
    "northamptonshire": ("Northamptonshire", "I"), "suffolk": ("Suffolk", "I"),
    "kent": ("Kent", "K"), "sussex": ("Sussex", "K"), "cheshire": ("Cheshire", "B"),
    "humberside": ("Humberside", "C"), "dorset": ("Dorset", "G"),
}  # fmt: skip
PRIMES = (
    "Ashwell Resettlement", "Beacon Skills", "Corner Stone Housing", "Daybreak Wellbeing",
    "Evergreen Women", "Firm Footing", "Gateway Works",
)  # fmt: skip
SUBCONTRACTORS = (
    "Harbour Advice", "Inroads Recovery", "Jigsaw Mentors", "Keystone Families", "Lighthouse Debt",
    "Milestone Training", "New Leaf Gardens", "Open Door Peers", "Pathfinder Sport",
)  # fmt: skip
# Services by region or, where False, by police area; ETE, for one, is bought by region.
SERVICES = {
    "ACC": ("Accommodation", True, ("Tenancy advice", "Emergency housing")),
    "ETE": ("Education, Training and Employment", True, ("Job search", "Basic skills")),
    "PWB": ("Personal Wellbeing", False, ("Family and relationships", "Social inclusion")),
    "WOS": ("Women's Services", False, ("Accommodation", "Emotional wellbeing")),
    "FBD-SC": ("Finance, Benefit and Debt", False, ("Budgeting", "Debt")),
    "DNR-SW": ("Dependency and Recovery", True, ("Recovery support", "Peer support")),
}
FBD_AREAS = ("cambridgeshire", "norfolk", "suffolk")
DNR_REGIONS = ("I", "G")
BEGAN = dt.date(2017, 6, 1)
# Accommodation in the East of England ended on one day and began again nine days later.
ENDED, BEGAN_AGAIN = dt.date(2019, 3, 28), dt.date(2019, 4, 6)
FOLDER = "commissioned_services/synthetic/"


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write a JSON file a contract, and the lists that name providers, types and areas."""
    dice = Dice(seed, "commissioned_services")
    number = 9000
    for service, (_, by_region, _) in SERVICES.items():
        for area in _areas(service, by_region):
            spans: list[tuple[dt.date, dt.date | None]] = [(BEGAN, None)]
            if (service, area) == ("ACC", "I"):
                spans = [(BEGAN, ENDED), (BEGAN_AGAIN, None)]
            for began, ended in spans:
                number += dice.whole(1, 9)
                contract = _contract(dice, f"PRJ_{number}", service, area, began, ended)
                yield f"{FOLDER}contracts/PRJ_{number}.json", _json(contract)
    providers = [{"code": _code(name), "name": name} for name in sorted(PRIMES + SUBCONTRACTORS)]
    yield f"{FOLDER}providers.json", _json(providers)
    types = [
        {
            "contract_type": title,
            "contract_code": code,
            "service_category": title,
            "desired_outcomes": [f"Service user is helped with {part.lower()}." for part in parts],
        }
        for code, (title, _, parts) in SERVICES.items()
    ]
    yield f"{FOLDER}contractDetails.json", _json(types)
    regions = table(("region_code", "region_name"), list(REGIONS.items()), ends="\r\n")
    yield f"{FOLDER}probation_regions.csv", regions
    areas = [(code, *named) for code, named in PCC_AREAS.items()]
    header = ("pcc_area_code", "pcc_area_name", "region_code")
    yield f"{FOLDER}pcc_areas.csv", table(header, sorted(areas), ends="\r\n")


def _areas(service: str, by_region: bool) -> tuple[str, ...]:
    if service.startswith("FBD"):
        return FBD_AREAS
    if service.startswith("DNR"):
        return DNR_REGIONS
    return tuple(REGIONS if by_region else PCC_AREAS)


def _contract(
    dice: Dice, reference: str, service: str, area: str, began: dt.date, ended: dt.date | None
) -> dict[str, object]:
    """Fill one contract in the publisher's order of keys; it names a region or a police area."""
    title, by_region, activities = SERVICES[service]
    place = REGIONS[area] if by_region else PCC_AREAS[area][0]
    first = dice.whole(0, len(SUBCONTRACTORS) - 1)
    helpers = [SUBCONTRACTORS[(first + n) % len(SUBCONTRACTORS)] for n in range(dice.whole(0, 3))]
    women_only = service == "WOS"
    return {
        "internal_contract_id": str(uuid.uuid5(NAMESPACE, f"contract/{reference}")),
        "contract_reference": reference,
        "contract_type_id": service,
        "region": {
            "nps_region_code": area if by_region else None,
            "pcc_region_code": None if by_region else area,
        },
        "eligibility": {
            "allows_female": women_only or service in ("ACC", "ETE", "DNR-SW"),
            "allows_male": not women_only,
            "minimum_age": 18,
            "maximum_age": None,
        },
        "scheduling": {
            "hide_before": began.isoformat(),
            "hide_after": f"{ended.isoformat()} 23:59:59+00" if ended else None,
        },
        "providers": {
            "prime_provider_code": _code(dice.pick(PRIMES)),
            "subcontractor_codes": [_code(name) for name in helpers],
        },
        "internal_intervention_id": str(uuid.uuid5(NAMESPACE, f"intervention/{reference}")),
        "intervention_title": f"{title} in {place}",
        "short_description": f"{title} for people on probation in {place}.",
        "activities": [
            {
                "need_area": title,
                "activity": activity,
                "delivery_method": "group/One to one",
                "delivery_location": place,
            }
            for activity in activities
        ],
    }


def _code(name: str) -> str:
    return name.upper().replace(" ", "_")


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2) + "\n").encode()
