"""What static charts are drawn with: numbers, text, marks and round axis steps, as SVG 1.1."""

import math
from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from dashboards import theme
from dashboards.charts.spec import Chart

FONT_SIZE = 15
LINE_HEIGHT = 18
_NARROW, _WIDE = set("iljtfrI.,:;'|()[] "), set("mwMW%@")
_EM = {"narrow": 0.3, "wide": 0.86, "capital": 0.67, "other": 0.54}


def num(value: float) -> str:
    """Write a coordinate: one decimal, no trailing zero, so the same chart is the same bytes."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float = FONT_SIZE) -> float:
    """Estimate how wide a text will be set, on the generous side."""
    ems = 0.0
    for character in text:
        if character in _NARROW:
            ems += _EM["narrow"]
        elif character in _WIDE:
            ems += _EM["wide"]
        else:
            ems += _EM["capital" if character.isupper() else "other"]
    return ems * size


def wrap(text: str, width: float, size: float = FONT_SIZE) -> list[str]:
    """Break a label into lines that fit a width; a single long word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    colour: str = theme.INK,
    bold: bool = False,
    size: float = FONT_SIZE,
) -> str:
    """Set one line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{num(x)}" y="{num(y)}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{num(size)}"{weight}>{escape(words)}</text>'
    )


def boxed_text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "middle",
    colour: str = theme.INK,
    size: float = FONT_SIZE,
) -> str:
    """Set a text on white, so that lines behind it do not cross it."""
    width = width_of(words, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    box = (
        f'<rect x="{num(left - 3)}" y="{num(y - size * 0.93)}" width="{num(width + 6)}" '
        f'height="{num(size * 1.2)}" fill="{theme.PAPER}"/>'
    )
    return box + text(x, y, words, anchor=anchor, colour=colour, size=size)


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    colour: str = theme.GRID,
    width: float = 1,
    dash: str = "",
) -> str:
    """Draw a straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}" '
        f'stroke="{colour}" stroke-width="{num(width)}"{dashes}/>'
    )


def path(points: Sequence[tuple[float, float]], *, colour: str, dash: str = "") -> str:
    """Draw a line through points."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    steps = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    return (
        f'<polyline points="{steps}" fill="none" stroke="{colour}" stroke-width="2.5" '
        f'stroke-linejoin="round"{dashes}/>'
    )


def mark(x: float, y: float, signal: str, colour: str, *, is_above: bool, radius: float = 4) -> str:
    """Draw a point: its shape says what it signals, so that colour is never alone."""
    if signal in {"improving", "concern"}:
        rise = -1 if is_above else 1
        tip, base = y + rise * 6.5, y - rise * 4.5
        corners: tuple[tuple[float, float], ...] = ((x, tip), (x - 6.5, base), (x + 6.5, base))
    elif signal == "shift":
        corners = ((x, y - 6.5), (x + 6.5, y), (x, y + 6.5), (x - 6.5, y))
    else:
        is_open = signal == "provisional"
        fill, stroke = (theme.PAPER, colour) if is_open else (colour, theme.PAPER)
        size, width = (radius + 1.5, 2.2) if is_open else (radius, 0.8)
        return (
            f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(size)}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{num(width)}"/>'
        )
    steps = " ".join(f"{num(a)},{num(b)}" for a, b in corners)
    return f'<polygon points="{steps}" fill="{colour}" stroke="{theme.PAPER}" stroke-width="0.8"/>'


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Choose round values that cover a range: steps of 1, 2 or 5 times a power of ten."""
    span = (high - low) or abs(high) or 1.0
    rough = span / max(wanted - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def value_ticks(chart: Chart) -> list[float]:
    """Choose the round values of a trend's axis: they cover its points, limits and target."""
    values = [p.value for s in chart.series for p in s.points if p.value is not None]
    values += [v for level in chart.levels for v in (level.lower, level.upper)]
    values += [chart.target] if chart.target is not None else []
    return ticks(0 if chart.y_from_zero else min(values), max(values))


def tick_texts(values: Sequence[float], unit_text: str) -> list[str]:
    """Write axis values with the fewest decimals that tell them apart."""
    before, after = theme.AFFIX.get(unit_text, ("", ""))
    for decimals in range(4):
        texts = [f"{value:,.{decimals}f}" for value in values]
        if all(abs(float(f"{value:.{decimals}f}") - value) < 1e-9 for value in values):
            break
    return [f"{before}{written}{after}" for written in texts]


def document(width: float, height: float, title: str, summary: str, body: Sequence[str]) -> str:
    """Wrap a drawing as a picture that stands alone, with its title and description."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)} {num(height)}" '
        f'width="{num(width)}" height="{num(height)}" role="img" '
        f"font-family={quoteattr(theme.FONT)}>"
        f"<title>{escape(title)}</title><desc>{escape(summary)}</desc>"
        f'<rect width="{num(width)}" height="{num(height)}" fill="{theme.PAPER}"/>'
        f"{''.join(body)}</svg>"
    )
