"""Reads a publisher's boundaries of areas (GeoJSON) as records: a code, a name and an outline."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.contract.feed import Records
from pipelines.errors import FeedError
from pipelines.ingest.readers import geojson, outlines

if TYPE_CHECKING:
    import shapely

# Headers of what is worked out here; the others are the publisher's own properties.
OURS = (
    "kind",
    "edition year",
    "mended",
    "left",
    "top",
    "right",
    "bottom",
    "label x",
    "label y",
    "outline",
)
KINDS = r"lad|ltla|csp|pfa|ctyua|utla|cty|rgn|ctry"
_CODE = re.compile(rf"({KINDS})(\d\d)cd", re.IGNORECASE)
_DEGREES = {"epsg:4326", "crs84", "epsg::4326", "ogc:1.3:crs84"}
_GRID = {"epsg:27700", "epsg::27700"}
# Degrees and metres that hold all of the British Isles.
_IN_DEGREES = (-11.0, 49.0, 3.0, 62.0)
_MOST_DEGREES = 360.0
_ON_GRID = (-300_000.0, -100_000.0, 900_000.0, 1_400_000.0)


def read_boundaries(path: Path) -> Records:
    """Read every area of a collection; refuse one that cannot be drawn, by its number and code."""
    about: dict[str, Any] = {}
    properties: list[dict[str, Any]] = []
    shapes: list[shapely.Geometry] = []
    mended: list[str] = []
    for number, found, geometry in geojson.features(path, about):
        try:
            shape, said = outlines.shape_of(geometry)
        except FeedError as error:
            raise FeedError(
                f"{path.name}: feature {number} ({_named(found)}): {error}. Download it again."
            ) from error
        properties.append(found)
        shapes.append(shape)
        mended.append(said)
    kind, edition = _kind_and_edition(path, properties)
    drawn = outlines.drawn(_placed(path, about, shapes), mended)
    names = list(dict.fromkeys(name for found in properties for name in found))
    header = [*(name for name in names if name.casefold() not in OURS), *OURS]
    return Records(header, _rows(header, properties, drawn, kind, edition))


def _rows(
    header: Sequence[str],
    properties: Sequence[dict[str, Any]],
    drawn: Sequence[outlines.Outline],
    kind: str,
    edition: int,
) -> Iterator[tuple[int, list[str]]]:
    for number, (found, one) in enumerate(zip(properties, drawn, strict=True), 1):
        worked_out = (
            *(kind, edition, one.mended, one.left, one.top, one.right, one.bottom),
            *(one.label_x, one.label_y, one.path),
        )
        own = [_text(found.get(name)) for name in header[: -len(OURS)]]
        yield number, [*own, *map(str, worked_out)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(properties: dict[str, Any]) -> str:
    found = [_text(value) for name, value in properties.items() if _CODE.fullmatch(name.strip())]
    return found[0][:40] if found and found[0] else "no code"


def _kind_and_edition(path: Path, properties: Sequence[dict[str, Any]]) -> tuple[str, int]:
    """Read from the name of the code what the areas are, and the year of their boundaries."""
    names = dict.fromkeys(name for found in properties for name in found)
    codes = [name for name in names if _CODE.fullmatch(name.strip())]
    if not codes:
        shown = ", ".join(list(names)[:8]) or "nothing"
        raise FeedError(
            f"{path.name}: no property is the code of an area, as LAD23CD, CSP23CD or PFA23CD are; "
            f"found {shown}. Download the boundaries with their codes."
        )
    if len(codes) > 1:
        raise FeedError(
            f"{path.name}: names several kinds of area ({', '.join(codes)}). "
            "Deliver one kind of area to a file."
        )
    found = _CODE.fullmatch(codes[0].strip())
    assert found is not None
    return found[1].casefold(), 2000 + int(found[2])


def _placed(
    path: Path, about: dict[str, Any], shapes: "Sequence[shapely.Geometry]"
) -> "Sequence[shapely.Geometry]":
    """Bring the shapes onto the grid; refuse coordinates that are not what the file says."""
    named = _crs(about)
    in_degrees = not named or named in _DEGREES
    if not in_degrees and named not in _GRID:
        raise FeedError(
            f"{path.name}: its coordinates are in {named}. Download the boundaries in WGS84 "
            "(EPSG:4326) or on the British National Grid (EPSG:27700)."
        )
    for number, shape in enumerate(shapes, 1):
        if not _within(shape.bounds, _IN_DEGREES if in_degrees else _ON_GRID):
            raise FeedError(f"{path.name}: feature {number}: {_misplaced(shape, in_degrees)}")
    return outlines.on_grid(shapes) if in_degrees else shapes


def _crs(about: dict[str, Any]) -> str:
    """Read the coordinate reference system that a file names; GeoJSON without one is in degrees."""
    crs = about.get("crs")
    told = crs.get("properties") if isinstance(crs, dict) else None
    name = str(told.get("name", "")) if isinstance(told, dict) else ""
    return name.casefold().removeprefix("urn:ogc:def:crs:").strip()


def _within(bounds: Sequence[float], limits: Sequence[float]) -> bool:
    left, low, right, high = bounds
    return limits[0] <= left and limits[1] <= low and right <= limits[2] and high <= limits[3]


def _misplaced(shape: "shapely.Geometry", in_degrees: bool) -> str:
    left, low, right, high = shape.bounds
    where = f"reaches from {left:g}, {low:g} to {right:g}, {high:g}"
    if in_degrees and _within((low, left, high, right), _IN_DEGREES):
        return (
            f"{where}: latitude stands before longitude. Download the boundaries as GeoJSON again."
        )
    said = "degrees (EPSG:4326)" if in_degrees else "the British National Grid (EPSG:27700)"
    if in_degrees and max(map(abs, shape.bounds)) > _MOST_DEGREES:
        return (
            f"{where}, which are metres, but the file says {said}. Download the boundaries in "
            "degrees, or with the name of their grid in `crs`."
        )
    return (
        f"{where}, which in {said} is not in the British Isles. "
        "Ask for the boundaries in one of the two systems we read."
    )
