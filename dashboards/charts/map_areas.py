"""Areas drawn from their outlines: a map to find one's way by, never the only way to a figure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.canvas import num

WIDTH, TALLEST = 340, 460
_EDGE = 3
_FINEST = 0.4  # steps of less than this are not seen
_LABEL_HEIGHT = 18
_MOVE = re.compile(r"M(-?\d+),(-?\d+)l([^zM]*)z")
_HATCH = "hatch"


@dataclass(frozen=True)
class Shape:
    """One area's outline, in metres of a grid whose y runs downwards, and a place for its label."""

    code: str
    name: str
    outline: str
    box: tuple[int, int, int, int]
    label: tuple[int, int]


@dataclass(frozen=True)
class Shade:
    """How a class of areas is filled, the mark that stands with its colour, and its meaning."""

    key: str
    meaning: str
    fill: str
    mark: str = ""
    is_hatched: bool = False


@dataclass(frozen=True)
class Spot:
    """What the map says of one area: its shade, a short label, a sentence, and where it leads."""

    shade: Shade
    label: str = ""
    sentence: str = ""
    href: str = ""


@dataclass(frozen=True)
class _Scale:
    left: float
    top: float
    each: float

    def x(self, metres: float) -> float:
        return _EDGE + (metres - self.left) * self.each

    def y(self, metres: float) -> float:
        return _EDGE + (metres - self.top) * self.each


def draw(
    shapes: Sequence[Shape], spots: Mapping[str, Spot], title: str, summary: str, name: str
) -> str:
    """Draw a map as SVG that works without a script and prints.

    Where areas lead somewhere each is a link, so the map is a group and not an image, whose parts
    a screen reader would pass over. `name` keeps its identifiers apart from those of other maps.
    """
    scale, height = _scale(shapes)
    has_links = any(spot.href for spot in spots.values())
    ink = [_area(shape, spots[shape.code], scale, name) for shape in shapes]
    labels = _labels(shapes, spots, scale, height)
    role = "group" if has_links else "img"
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {num(height)}" role="{role}" '
        f'aria-labelledby="{name}-title {name}-desc" font-family={quoteattr(theme.FONT)}>'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(summary)}</desc>'
        f"<defs>{_hatch(name)}</defs>{''.join(ink)}"
        f'<g aria-hidden="true" pointer-events="none">{"".join(labels)}</g></svg>'
    )


def swatch(shade: Shade, name: str) -> str:
    """Draw the sample of a shade that stands in the legend."""
    text = canvas.text(12, 15, shade.mark, anchor="middle", size=13) if shade.mark else ""
    box = f'<rect x="4" y="3" width="16" height="15" fill="{theme.PAPER}"/>' if text else ""
    return (
        '<svg class="swatch" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true" '
        f'focusable="false"><rect x="0.5" y="0.5" width="23" height="19" '
        f'fill="{_fill(shade, name)}" stroke="{theme.INK}"/>{box}{text}</svg>'
    )


def _scale(shapes: Sequence[Shape]) -> tuple[_Scale, float]:
    left, top = min(s.box[0] for s in shapes), min(s.box[1] for s in shapes)
    right, bottom = max(s.box[2] for s in shapes), max(s.box[3] for s in shapes)
    each = min((WIDTH - 2 * _EDGE) / (right - left), (TALLEST - 2 * _EDGE) / (bottom - top))
    spare = (WIDTH - 2 * _EDGE - (right - left) * each) / 2
    return _Scale(left - spare / each, top, each), (bottom - top) * each + 2 * _EDGE


def _area(shape: Shape, spot: Spot, scale: _Scale, name: str) -> str:
    drawn = (
        f'<path d="{_path(shape.outline, scale)}" fill="{_fill(spot.shade, name)}" '
        f'fill-rule="evenodd" stroke="{theme.INK}" stroke-width="1" stroke-linejoin="round"/>'
    )
    if not spot.href:
        return drawn
    text = f"{shape.name}: {spot.sentence}" if spot.sentence else shape.name
    return f"<a href={quoteattr(spot.href)} aria-label={quoteattr(text)}>{drawn}</a>"


def _path(outline: str, scale: _Scale) -> str:
    """Bring an outline to the size of the map; steps too small to see are left out."""
    rings = []
    for x, y, steps in _MOVE.findall(outline):
        at_x, at_y = int(x), int(y)
        points = [(scale.x(at_x), scale.y(at_y))]
        for step in steps.split():
            by_x, _, by_y = step.partition(",")
            at_x, at_y = at_x + int(by_x), at_y + int(by_y)
            place = (scale.x(at_x), scale.y(at_y))
            if max(abs(place[0] - points[-1][0]), abs(place[1] - points[-1][1])) >= _FINEST:
                points.append(place)
        rings.append("M" + "L".join(f"{num(px)},{num(py)}" for px, py in points) + "Z")
    return "".join(rings)


def _labels(
    shapes: Sequence[Shape], spots: Mapping[str, Spot], scale: _Scale, height: float
) -> list[str]:
    """Set each label on white inside its area; one that would touch another is left out."""
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for shape in sorted(shapes, key=_size, reverse=True):
        spot = spots[shape.code]
        words = f"{spot.label}{spot.shade.mark}" if spot.label else ""
        if not words:
            continue
        half = canvas.width_of(words) / 2 + 4
        x = min(max(scale.x(shape.label[0]), half), WIDTH - half)
        y = min(max(scale.y(shape.label[1]), _LABEL_HEIGHT / 2), height - _LABEL_HEIGHT / 2)
        box = (x - half, y - _LABEL_HEIGHT / 2, x + half, y + _LABEL_HEIGHT / 2)
        if any(_touch(box, other) for other in taken):
            continue
        taken.append(box)
        labels.append(
            f'<rect x="{num(box[0])}" y="{num(box[1])}" width="{num(2 * half)}" '
            f'height="{_LABEL_HEIGHT}" fill="{theme.PAPER}"/>'
            + canvas.text(x, y + 5, words, anchor="middle")
        )
    return labels


def _size(shape: Shape) -> int:
    left, top, right, bottom = shape.box
    return (right - left) * (bottom - top)


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def _fill(shade: Shade, name: str) -> str:
    return f"url(#{name}-{_HATCH})" if shade.is_hatched else shade.fill


def _hatch(name: str) -> str:
    """Define the pattern of an area without a figure: thin diagonal lines."""
    return (
        f'<pattern id="{name}-{_HATCH}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{theme.PAPER}"/>'
        f'<rect width="1.5" height="7" fill="{theme.GREY}"/></pattern>'
    )
