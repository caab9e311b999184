"""The territorial police forces: real names and codes; sizes are rough, for made-up counts to follow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Force:
    """A force with the region that published tables list it under, and about how many live there."""

    code: str
    name: str
    region: str
    thousands: int

    @property
    def population(self) -> int:
        """People in the force area, roughly."""
        return 1000 * self.thousands


_LISTED = {
    "North East": (
        ("E23000013", "Cleveland", 570), ("E23000008", "Durham", 630),
        ("E23000007", "Northumbria", 1450),
    ),
    "North West": (
        ("E23000006", "Cheshire", 1060), ("E23000002", "Cumbria", 500),
        ("E23000005", "Greater Manchester", 2820), ("E23000003", "Lancashire", 1500),
        ("E23000004", "Merseyside", 1420),
    ),
    "Yorkshire and The Humber": (
        ("E23000012", "Humberside", 930), ("E23000009", "North Yorkshire", 830),
        ("E23000011", "South Yorkshire", 1400), ("E23000010", "West Yorkshire", 2320),
    ),
    "East Midlands": (
        ("E23000018", "Derbyshire", 1050), ("E23000021", "Leicestershire", 1100),
        ("E23000020", "Lincolnshire", 760), ("E23000022", "Northamptonshire", 750),
        ("E23000019", "Nottinghamshire", 1150),
    ),
    "West Midlands": (
        ("E23000015", "Staffordshire", 1130), ("E23000017", "Warwickshire", 570),
        ("E23000016", "West Mercia", 1290), ("E23000014", "West Midlands", 2920),
    ),
    "East": (
        ("E23000026", "Bedfordshire", 670), ("E23000023", "Cambridgeshire", 853),
        ("E23000028", "Essex", 1830), ("E23000027", "Hertfordshire", 1180),
        ("E23000024", "Norfolk", 900), ("E23000025", "Suffolk", 760),
    ),
    "London": (
        ("E23000034", "London, City of", 9), ("E23000001", "Metropolitan Police", 8900),
    ),
    "South East": (
        ("E23000030", "Hampshire", 1980), ("E23000032", "Kent", 1850), ("E23000031", "Surrey", 1190),
        ("E23000033", "Sussex", 1700), ("E23000029", "Thames Valley", 2400),
    ),
    "South West": (
        ("E23000036", "Avon & Somerset", 1700), ("E23000035", "Devon & Cornwall", 1760),
        ("E23000039", "Dorset", 770), ("E23000037", "Gloucestershire", 630),
        ("E23000038", "Wiltshire", 720),
    ),
    "Wales": (
        ("W15000004", "Dyfed-Powys", 520), ("W15000002", "Gwent", 590),
        ("W15000001", "North Wales", 700), ("W15000003", "South Wales", 1330),
    ),
}  # fmt: skip

FORCES = tuple(
    Force(code, name, region, thousands)
    for region, listed in _LISTED.items()
    for code, name, thousands in listed
)
SMALLEST = "E23000034"  # rates are not printed for so few residents


def by_region() -> dict[str, tuple[Force, ...]]:
    """Group the forces as published tables do."""
    return {
        region: tuple(force for force in FORCES if force.region == region) for region in _LISTED
    }
