"""Schematic boundaries of the six districts, in the publisher's own format (feed area).

Laid out by hand, not surveyed: the districts lie where they lie and touch whom they touch, and no
line is a real boundary. Neighbours share the corners of the edge between them, so they tile.
"""

import json
from collections.abc import Iterator

from demonstration.draw import Delivery
from demonstration.places import DISTRICTS

NOTE = "Schematic: laid out for the demonstration; no line is a real boundary."
PATH = "area/synthetic/Local_Authority_Districts_December_2019_Boundaries_schematic.geojson"

# Longitude and latitude in thousandths of a degree. A line between two districts, or between one
# and the land around, is written once and walked one way or the other.
_LINES: dict[str, tuple[tuple[int, int], ...]] = {
    "peterborough around": (
        (-490, 52590), (-495, 52640), (-455, 52655), (-400, 52675), (-330, 52660), (-250, 52665),
        (-150, 52668), (-85, 52655), (-30, 52660),
    ),
    "peterborough to fenland": (
        (-30, 52660), (-20, 52635), (-35, 52610), (-90, 52600), (-130, 52585), (-165, 52570),
        (-205, 52560),
    ),
    "peterborough to huntingdonshire": (
        (-205, 52560), (-215, 52540), (-245, 52525), (-300, 52530), (-325, 52550), (-345, 52575),
        (-415, 52580), (-490, 52590),
    ),
    "fenland around": (
        (-30, 52660), (0, 52705), (30, 52725), (60, 52738), (95, 52725), (130, 52725), (180, 52738),
        (205, 52715), (215, 52690), (190, 52640), (210, 52615), (245, 52590), (225, 52540),
        (200, 52505),
    ),
    "fenland to east": ((200, 52505), (160, 52470), (125, 52430), (85, 52415), (40, 52420)),
    "fenland to huntingdonshire": (
        (40, 52420), (10, 52435), (-20, 52450), (-45, 52470), (-60, 52490), (-75, 52515),
        (-90, 52530), (-160, 52535), (-205, 52560),
    ),
    "east around": (
        (200, 52505), (240, 52520), (280, 52515), (325, 52500), (370, 52505), (400, 52480),
        (415, 52450), (405, 52420), (425, 52390), (440, 52355), (425, 52315), (410, 52280),
        (440, 52255), (490, 52225), (465, 52190),
    ),
    "east to south": (
        (465, 52190), (420, 52205), (370, 52200), (330, 52215), (290, 52205), (235, 52235),
        (215, 52275), (160, 52315), (95, 52330), (60, 52345),
    ),
    "east to huntingdonshire": ((60, 52345), (45, 52365), (55, 52385), (40, 52420)),
    "south around": (
        (465, 52190), (445, 52165), (420, 52145), (410, 52115), (385, 52085), (330, 52095),
        (290, 52070), (250, 52065), (200, 52080), (165, 52050), (130, 52030), (95, 52015),
        (60, 52010), (20, 52030), (-20, 52035), (-70, 52060), (-110, 52035), (-155, 52050),
        (-150, 52085), (-165, 52110), (-205, 52115), (-240, 52135), (-250, 52180),
    ),
    "south to huntingdonshire": (
        (-250, 52180), (-190, 52200), (-160, 52215), (-130, 52235), (-110, 52260), (-85, 52270),
        (-20, 52285), (20, 52320), (60, 52345),
    ),
    "huntingdonshire around": (
        (-490, 52590), (-500, 52530), (-465, 52500), (-470, 52470), (-490, 52420), (-455, 52395),
        (-450, 52370), (-465, 52320), (-425, 52300), (-380, 52300), (-360, 52270), (-340, 52250),
        (-325, 52225), (-310, 52210), (-250, 52180),
    ),
    "cambridge": (
        (85, 52185), (70, 52205), (80, 52225), (100, 52237), (135, 52240), (160, 52225),
        (190, 52205), (185, 52185), (172, 52168), (140, 52160), (110, 52165), (85, 52185),
    ),
}  # fmt: skip
# Each district's rings, its outer one first; a line that is walked backwards has a minus.
_RINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "Peterborough": (
        ("peterborough around", "peterborough to fenland", "peterborough to huntingdonshire"),
    ),
    "Fenland": (
        (
            "fenland around", "fenland to east", "fenland to huntingdonshire",
            "-peterborough to fenland",
        ),
    ),
    "East Cambridgeshire": (
        ("east around", "east to south", "east to huntingdonshire", "-fenland to east"),
    ),
    "South Cambridgeshire": (
        ("south around", "south to huntingdonshire", "-east to south"),
        ("-cambridge",),
    ),
    "Huntingdonshire": (
        (
            "east to huntingdonshire", "fenland to huntingdonshire",
            "peterborough to huntingdonshire", "huntingdonshire around", "south to huntingdonshire",
        ),
    ),
    "Cambridge": (("cambridge",),),
}  # fmt: skip


def deliveries() -> Iterator[Delivery]:
    """Write the boundaries of the force area's districts; nothing in them is drawn by lot."""
    features = [
        {
            "type": "Feature",
            "properties": {"FID": place, "LAD19CD": area.code, "LAD19NM": area.name, "NOTE": NOTE},
            "geometry": {"type": "Polygon", "coordinates": rings(area.name)},
        }
        for place, area in enumerate(DISTRICTS, 1)
    ]
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
        "features": features,
    }
    yield PATH, json.dumps(collection, separators=(",", ":")).encode()


def rings(name: str) -> list[list[list[float]]]:
    """Walk the lines around a district; each ring ends where it begins."""
    found = []
    for lines in _RINGS[name]:
        ring: list[tuple[int, int]] = []
        for line in lines:
            points = _LINES[line.removeprefix("-")]
            points = points[::-1] if line.startswith("-") else points
            ring += points if not ring else points[1:]
        found.append([[x / 1000, y / 1000] for x, y in ring])
    return found
