"""Turns boundaries into outlines that a page can draw: sound, on one grid, and no finer than a map.

An outline is the data of an SVG path in whole metres of the British National Grid: x is the easting,
and y the northing counted downwards, so that outlines of any file fit each other.

Degrees are placed on the grid by the formulae and constants of the Ordnance Survey's "A guide to
coordinate systems in Great Britain": degrees of WGS84 are moved to the Airy 1830 ellipsoid by the
seven-parameter transformation (good to about five metres), then projected by its transverse Mercator.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.errors import FeedError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    import shapely


WGS84 = (6_378_137.000, 6_356_752.3142)  # semi-axes in metres
AIRY = (6_377_563.396, 6_356_256.909)
# WGS84 to OSGB36: metres, seconds of arc, and parts of one.
SHIFT = (-446.448, 125.157, -542.060)
ROTATION = (-0.1502, -0.2470, -0.8421)
SCALE = 20.4894e-6
# The projection: scale on the central meridian, true origin, and what is added to both axes.
CENTRAL_SCALE = 0.9996012717
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = 49.0, -2.0
EASTING, NORTHING = 400_000.0, -100_000.0


def to_grid(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Return eastings and northings of points given in degrees of WGS84."""
    return project(*to_airy(longitude, latitude))


def to_airy(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Move degrees of WGS84 to degrees on the ellipsoid that the grid is drawn on."""
    import numpy as np

    x, y, z = _cartesian(np.radians(longitude), np.radians(latitude))
    rx, ry, rz = (np.radians(seconds / 3600) for seconds in ROTATION)
    grown = 1 + SCALE
    moved_x = SHIFT[0] + x * grown - y * rz + z * ry
    moved_y = SHIFT[1] + x * rz + y * grown - z * rx
    moved_z = SHIFT[2] - x * ry + y * rx + z * grown
    a, b = AIRY
    squared = 1 - (b * b) / (a * a)
    across = np.hypot(moved_x, moved_y)
    phi = np.arctan2(moved_z, across * (1 - squared))
    for _ in range(4):  # each pass brings it a thousand times nearer; four are below a micrometre
        nu = a / np.sqrt(1 - squared * np.sin(phi) ** 2)
        phi = np.arctan2(moved_z + squared * nu * np.sin(phi), across)
    return np.degrees(np.arctan2(moved_y, moved_x)), np.degrees(phi)


def _cartesian(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers, Numbers]":
    import numpy as np

    a, b = WGS84
    squared = 1 - (b * b) / (a * a)
    nu = a / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    across = nu * np.cos(latitude)
    return (
        across * np.cos(longitude),
        across * np.sin(longitude),
        (1 - squared) * nu * np.sin(latitude),
    )


def project(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Project degrees on the Airy ellipsoid to eastings and northings."""
    import numpy as np

    a, b = AIRY
    phi = np.radians(latitude)
    sin, cos, tan = np.sin(phi), np.cos(phi), np.tan(phi)
    squared = 1 - (b * b) / (a * a)
    nu = a * CENTRAL_SCALE / np.sqrt(1 - squared * sin**2)
    rho = a * CENTRAL_SCALE * (1 - squared) / (1 - squared * sin**2) ** 1.5
    eta = nu / rho - 1
    one = _meridian(phi) + NORTHING
    two = nu / 2 * sin * cos
    three = nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta)
    three_a = nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4)
    four = nu * cos
    five = nu / 6 * cos**3 * (nu / rho - tan**2)
    six = nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta - 58 * tan**2 * eta)
    away = np.radians(longitude - ORIGIN_LONGITUDE)
    northing = one + two * away**2 + three * away**4 + three_a * away**6
    return EASTING + four * away + five * away**3 + six * away**5, northing


def _meridian(phi: "Numbers") -> "Numbers":
    """Return the length of the meridian from the origin to a latitude."""
    import numpy as np

    a, b = AIRY
    n = (a - b) / (a + b)
    origin = np.radians(ORIGIN_LATITUDE)
    less, more = phi - origin, phi + origin
    whole = (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
    whole -= (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
    whole += (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * more)
    whole -= 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    return b * CENTRAL_SCALE * whole


# A middle-sized area is drawn with about so many steps from side to side.
STEPS_ACROSS = 250
FINEST_METRES = 20.0
# A shape is mended at each place where it crosses itself; so many would take minutes.
MOST_CROSSINGS = 200_000
_LINES_TRIED = 1_000
FEWEST_POINTS = 4  # of a ring, the first repeated at the end


@dataclass(frozen=True)
class Outline:
    """One area drawn: its path, the box around it, a place inside for a label, and what was mended."""

    path: str
    left: int
    top: int
    right: int
    bottom: int
    label_x: int
    label_y: int
    mended: str


def shape_of(geometry: Any) -> "tuple[shapely.Geometry, str]":
    """Return a GeoJSON polygon as a sound shape, and what had to be mended; or say what is wrong."""
    import shapely

    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        found = f"a {kind}" if kind else "nothing"
        raise FeedError(f"its boundary is {found}, where a Polygon or MultiPolygon is needed")
    polygons = geometry.get("coordinates")
    polygons = [polygons] if kind == "Polygon" else polygons
    if not isinstance(polygons, list) or not polygons:
        raise FeedError(f"its {kind} has no coordinates")
    made = [_polygon(rings, number) for number, rings in enumerate(polygons, 1)]
    whole = made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    if whole.is_valid:
        return whole, ""
    reason = shapely.is_valid_reason(whole).split("[")[0].strip().casefold()
    if _crossings(whole) > MOST_CROSSINGS:
        raise FeedError(f"its boundary crosses itself too often to be mended ({reason})")
    mended = _polygons_of(shapely.make_valid(whole))
    if mended.is_empty:
        raise FeedError(f"its boundary encloses nothing ({reason})")
    return mended, reason


def _polygon(rings: Any, number: int) -> "shapely.Polygon":
    import shapely

    if not isinstance(rings, list) or not rings:
        raise FeedError(f"polygon {number} of its boundary has no ring")
    found = [_ring(ring, place) for place, ring in enumerate(rings, 1)]
    return shapely.Polygon(found[0], found[1:])


def _ring(ring: Any, number: int) -> Any:
    import numpy as np

    try:
        points = np.array([place[:2] for place in ring])
    except (TypeError, ValueError, KeyError) as error:
        raise FeedError(f"ring {number} of its boundary is no list of points") from error
    if points.dtype.kind not in "if" or points.ndim != 2 or points.shape[1] != 2:
        raise FeedError(f"ring {number} of its boundary is no list of points")
    if not np.isfinite(points).all():
        raise FeedError(f"ring {number} of its boundary has a point that is no number")
    if len(points) < FEWEST_POINTS:
        raise FeedError(
            f"ring {number} of its boundary has {len(points)} points, where at least "
            f"{FEWEST_POINTS} are needed"
        )
    if (points[0] != points[-1]).any():
        raise FeedError(f"ring {number} of its boundary does not end where it begins")
    return points.astype(float)


def _crossings(shape: "shapely.Geometry") -> float:
    """Estimate how often the lines of a shape cross, from some of them."""
    import numpy as np
    import shapely

    rings = [np.asarray(ring.coords) for part in shapely.get_parts(shape) for ring in _rings(part)]
    ends = np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])
    step = max(1, len(ends) // _LINES_TRIED)
    lines = shapely.linestrings(ends[::step])
    found = shapely.STRtree(lines).query(lines, predicate="crosses")
    return len(found[0]) / 2 * step * step


def _rings(polygon: "shapely.Polygon") -> "list[shapely.LinearRing]":
    return [polygon.exterior, *polygon.interiors]


def _polygons_of(shape: "shapely.Geometry") -> "shapely.Geometry":
    """Keep of a mended shape what has an area."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.area > 0]
    flat = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return shapely.union_all(flat) if flat else shapely.Polygon()


def on_grid(shapes: "Sequence[shapely.Geometry]") -> "list[shapely.Geometry]":
    """Move shapes given in degrees of longitude and latitude onto the grid."""
    import numpy as np
    import shapely

    def moved(points: Any) -> Any:
        return np.column_stack(to_grid(points[:, 0], points[:, 1]))

    return [shapely.transform(shape, moved) for shape in shapes]


def drawn(shapes: "Sequence[shapely.Geometry]", mended: Sequence[str]) -> list[Outline]:
    """Draw shapes on the grid as outlines; neighbours keep the edge that they share."""
    import numpy as np
    import shapely

    widths = [max(right - left, top - low) for left, low, right, top in shapely.bounds(shapes)]
    tolerance = max(FINEST_METRES, float(np.median(widths)) / STEPS_ACROSS)
    simple = shapely.coverage_simplify(np.asarray(shapes), tolerance)
    return [
        _outline(shape if not shape.is_empty else whole, tolerance, said)
        for shape, whole, said in zip(simple, shapes, mended, strict=True)
    ]


def _outline(shape: "shapely.Geometry", tolerance: float, mended: str) -> Outline:
    import shapely

    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    smallest = tolerance * tolerance
    kept = [part for place, part in enumerate(parts) if place == 0 or part.area >= smallest]
    rings = [
        ring
        for part in kept
        for place, ring in enumerate(_rings(part))
        if place == 0 or shapely.Polygon(ring).area >= smallest
    ]
    left, low, right, high = shapely.bounds(shapely.MultiPolygon(kept))
    centre = shapely.maximum_inscribed_circle(kept[0], tolerance).coords[0]
    return Outline(
        path="".join(_path(ring) for ring in rings),
        left=math.floor(left),
        top=math.floor(-high),
        right=math.ceil(right),
        bottom=math.ceil(-low),
        label_x=round(centre[0]),
        label_y=round(-centre[1]),
        mended=mended,
    )


def _path(ring: "shapely.LinearRing") -> str:
    """Write a ring in whole metres: where it begins, then each step from the point before."""
    whole = [(round(x), round(-y)) for x, y in ring.coords[:-1]]
    steps = []
    x, y = whole[0]
    for to_x, to_y in whole[1:]:
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x},{to_y - y}")
            x, y = to_x, to_y
    return f"M{whole[0][0]},{whole[0][1]}l{' '.join(steps)}z"
