"""The demonstration's map: real districts, and small areas that exist nowhere."""

from dataclasses import dataclass

FORCE_CODE = "E23000023"
FORCE_NAME = "Cambridgeshire"
CONSTABULARY = "Cambridgeshire Constabulary"


@dataclass(frozen=True)
class District:
    """A district with its real codes; population, centre and share of crime are made up.

    The centre and reach are in millionths of a degree, and the share in thousandths of the force's
    street-level records.
    """

    code: str
    name: str
    csp_code: str
    csp_name: str
    force_code: str
    force_name: str
    small_areas: int
    longitude: int
    latitude: int
    reach: int
    crime_share: int
    population_2001: int
    population_2018: int


def _ours(code: str, name: str, csp_code: str, *numbers: int) -> District:
    return District(code, name, csp_code, name, FORCE_CODE, FORCE_NAME, *numbers)


DISTRICTS = (
    _ours("E07000008", "Cambridge", "E22000013", 70, 125000, 52200000, 28000, 212, 110500, 125300),
    _ours(
        "E07000009", "East Cambridgeshire", "E22000014",
        50, 265000, 52390000, 90000, 61, 73200, 89300,
    ),
    _ours("E07000010", "Fenland", "E22000015", 56, 60000, 52560000, 95000, 117, 83500, 101500),
    _ours(
        "E07000011", "Huntingdonshire", "E22000016",
        104, -180000, 52330000, 100000, 154, 157000, 177500,
    ),
    _ours(
        "E06000031", "Peterborough", "E22000017",
        112, -240000, 52575000, 45000, 336, 157500, 201500,
    ),
    _ours(
        "E07000012", "South Cambridgeshire", "E22000018",
        96, 60000, 52140000, 110000, 113, 130500, 158000,
    ),
)  # fmt: skip

NEIGHBOURS = (
    District(
        "E07000146", "King's Lynn and West Norfolk", "E22000221", "King's Lynn and West Norfolk",
        "E23000024", "Norfolk", 4, 390000, 52700000, 30000, 3, 135500, 151500,
    ),
    District(
        "E07000141", "South Kesteven", "E22000178", "South Kesteven",
        "E23000020", "Lincolnshire", 3, -480000, 52650000, 30000, 1, 124800, 141700,
    ),
    District(
        "E07000140", "South Holland", "E22000177", "South Holland",
        "E23000020", "Lincolnshire", 3, -130000, 52780000, 30000, 1, 76500, 94200,
    ),
    District(
        "E06000055", "Bedford", "E22000009", "Bedford",
        "E23000026", "Bedfordshire", 3, -460000, 52140000, 30000, 1, 148000, 171400,
    ),
    District(
        "E07000099", "North Hertfordshire", "E22000127", "North Hertfordshire",
        "E23000027", "Hertfordshire", 2, -30000, 52050000, 20000, 1, 117000, 133000,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class SmallArea:
    """A fictional small area: code and name have the form of a 2011 LSOA's."""

    code: str
    name: str
    ward_code: str
    ward_name: str
    district: District
    number: int


_WARD_FIRST = (
    "Alder", "Barley", "Cowslip", "Damson", "Elder", "Fallow", "Gorse", "Hazel",
    "Ivy", "Juniper", "Kestrel", "Linnet", "Mallard", "Nightjar", "Osier", "Plover",
)  # fmt: skip
_WARD_LAST = ("Bank", "Drove", "Field", "Green", "Lode", "Meadow", "Reach")
_FIRST_CODE = 1_900_001  # no Office for National Statistics area code stands so high


def _small_areas() -> tuple[SmallArea, ...]:
    areas: list[SmallArea] = []
    for place, district in enumerate((*DISTRICTS, *NEIGHBOURS)):
        for number in range(district.small_areas):
            ward = (place * 31 + number // 6) % (len(_WARD_FIRST) * len(_WARD_LAST))
            areas.append(
                SmallArea(
                    code=f"E0{_FIRST_CODE + len(areas)}",
                    name=f"{district.name} {number // 5 + 1:03}{'ABCDE'[number % 5]}",
                    ward_code=f"E05{990_000 + place * 100 + number // 6:06}",
                    ward_name=f"{_WARD_FIRST[ward % 16]} {_WARD_LAST[ward // 16]}",
                    district=district,
                    number=number,
                )
            )
    return tuple(areas)


SMALL_AREAS = _small_areas()
