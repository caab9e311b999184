"""Outlines of areas, and the small map that shows where one lies."""

from typing import Any

from markupsafe import Markup

from dashboards import theme, words
from dashboards.charts import map_areas
from dashboards.charts.map_areas import Shade, Shape, Spot
from dashboards.pages.across import KIND
from dashboards.pages.reader import Reader
from snapshot.published import Published, Row


def shapes(published: Published, kind: str, codes: set[str]) -> list[Shape]:
    """Return the outlines of areas of one kind, by name; none where no boundary was delivered."""
    found = [
        Shape(
            row["area_code"],
            published.area_name(published.areas[row["area_code"]]),
            row["outline"],
            (row["left_m"], row["top_m"], row["right_m"], row["bottom_m"]),
            (row["label_x_m"], row["label_y_m"]),
        )
        for row in outlines(published)
        if row["area_type"] == kind and row["area_code"] in codes
    ]
    return sorted(found, key=lambda shape: shape.name)


def outlines(published: Published) -> list[Row]:
    """Return every outline of an area that this snapshot knows."""
    rows = published.table("area_boundary", "area_code")
    return [row for row in rows if row["area_code"] in published.areas]


def notes(published: Published, codes: set[str]) -> list[str]:
    """Say of which edition the outlines of some areas are, and what their publisher says of them."""
    rows = [row for row in outlines(published) if row["area_code"] in codes]
    years = sorted({str(row["edition_year"]) for row in rows})
    drawn = (
        f"Outlines of {words.list_text(years)}, simplified: for finding one's way, not measuring."
    )
    joined = any(row["drawn_from"] == "districts" for row in rows)
    said = [drawn, "Partnerships are drawn as their districts."] if joined else [drawn]
    return [*said, *sorted({row["note"] for row in rows if row["note"]})] if rows else []


def place(reader: Reader, area_code: str, inside: dict[str, Row]) -> dict[str, Any] | None:
    """Draw where an area lies among others of its kind; None where it has no outline."""
    published = reader.published
    kind = published.areas[area_code]["area_type"]
    of_force = area_code == published.snapshot["force_code"]
    codes = set(published.areas) if of_force or area_code not in inside else set(inside)
    drawn = shapes(published, kind, codes)
    if area_code not in {shape.code for shape in drawn}:
        return None
    here, there = Shade("here", "this area", theme.OURS), Shade("there", "the others", "#E8E8E8")
    spots = {shape.code: Spot(here if shape.code == area_code else there) for shape in drawn}
    name = next(shape.name for shape in drawn if shape.code == area_code)
    what = KIND.get(kind, "areas").casefold()
    others = len(drawn) - 1
    summary = f"{name}, dark, among {words.counted(others, 'other area')} ({what})."
    if not others:
        summary = f"The outline of {name}."
    picture = Markup(map_areas.draw(drawn, spots, f"Where {name} lies", summary, "place"))
    return {"map": picture, "summary": summary, "notes": notes(published, {s.code for s in drawn})}
