"""Maps: of one rate across areas of one kind, with a table that says the same, and of where one lies.

Which rates a map may show, and in which period, is decided here too.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from dashboards import theme, words
from dashboards.charts import map_areas
from dashboards.charts.map_areas import Shade, Shape, Spot
from dashboards.pages.across import KIND
from dashboards.pages.reader import Reader
from snapshot.published import Published, Row, hidden_figures

# A map shows rates alone: a count says first of all how many people live there.
RATES = ("percent", "per_1000", "per_10000", "per_100000", "ratio")
KINDS = ("csp", "district")
# The longest first: a year's figure tells areas apart that a month's cannot.
_PERIODS = (
    *("year_ending", "financial_year", "calendar_year", "cohort_year", "to_date", "half_year"),
    *("quarter", "cohort_quarter", "month", "snapshot_date", "day_average"),
)
ABOVE = Shade("above", "above the force area's figure", "#12436D", "\N{BLACK UP-POINTING TRIANGLE}")
SAME = Shade("same", "no clear difference from the force area's figure", "#D9D9D9")
BELOW = Shade(
    "below", "below the force area's figure", "#9DC3E6", "\N{BLACK DOWN-POINTING TRIANGLE}"
)
ALONE = Shade("alone", "a figure that cannot be compared", theme.PAPER)
NONE = Shade("none", "no figure", theme.PAPER, is_hatched=True)
_MOST_NAMED = 2  # in a finding; the table names them all
SHADES = (ABOVE, SAME, BELOW, ALONE, NONE)


@dataclass(frozen=True)
class MappedArea:
    """One area of the map in words."""

    number: int
    area_code: str
    name: str
    value: str
    interval: str
    count: str
    standing: str
    others: str
    note: str


@dataclass(frozen=True)
class Choice:
    """A rate that can be mapped: for one kind of area, its latest good period of each length."""

    metric_id: str
    kind: str
    periods: dict[str, Row]


def choices(reader: Reader, inside: dict[str, Row]) -> dict[str, Choice]:
    """Return the rates that have figures for two areas of a kind or more, in the plan's order."""
    return reader.once("rates on maps", lambda: _choices(reader.published, inside))


def _choices(published: Published, inside: dict[str, Row]) -> dict[str, Choice]:
    codes = {code: row["area_type"] for code, row in inside.items() if row["area_type"] in KINDS}
    spans: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in published.rows(
        """
        select
            metric_id, period_type, period_start_date, period_end_date,
            list(distinct area_code) as area_codes
        from observation
        inner join metric using (metric_id)
        where breakdown_value is null and value is not null
        and list_contains(string_split(?, ','), area_code)
        and list_contains(string_split(?, ','), unit)
        and state not in ('suppressed', 'withheld')
        group by all
        order by period_end_date
        """,
        [",".join(codes), ",".join(RATES)],
    ):
        for kind in KINDS:
            count = sum(codes[code] == kind for code in row["area_codes"])
            if count > 1:
                spans[row["metric_id"], kind, row["period_type"]].append(row | {"count": count})
    latest: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for (metric_id, kind, period_type), rows in spans.items():
        most = max(row["count"] for row in rows)
        latest[metric_id][kind][period_type] = [row for row in rows if 2 * row["count"] > most][-1]
    kept = {}
    for metric_id in published.metrics:
        if metric_id in latest:
            kinds = latest[metric_id]
            kind = max(kinds, key=lambda name: max(r["count"] for r in kinds[name].values()))
            periods = dict(sorted(kinds[kind].items(), key=lambda item: _rank(item[0])))
            kept[metric_id] = Choice(metric_id, kind, periods)
    return kept


def _rank(period_type: str) -> int:
    return _PERIODS.index(period_type) if period_type in _PERIODS else len(_PERIODS)


def rate(
    reader: Reader, inside: dict[str, Row], choice: Choice, period_type: str
) -> dict[str, Any]:
    """Gather the map of one rate in one period, with its legend, its finding and its table."""
    published = reader.published
    metric, span = published.metrics[choice.metric_id], choice.periods[period_type]
    force = published.snapshot["force_code"]
    rows = _figures(published, choice.metric_id, span)
    codes = sorted(
        (
            code
            for code, row in inside.items()
            if row["area_type"] == choice.kind and _is_valid(row, span)
        ),
        key=lambda code: (published.area_name(inside[code]), code),
    )
    whole = rows.get(force)
    shade_of = {code: _shade(rows.get(code), whole) for code in codes}
    numbers = {code: number for number, code in enumerate(codes, 1)}
    lines = [
        _line(published, metric, numbers[code], inside[code], rows, codes, shade_of[code])
        for code in codes
    ]
    when = words.period_text(period_type, span["period_start_date"], span["period_end_date"])
    whole_text = words.value_text(whole["value"], metric["unit"]) if whole else words.NO_FIGURE
    lacks = "intervals" if whole and whole["value"] is not None else "a figure of the force area"
    finding = _finding(metric, inside, shade_of, whole_text, choice.kind, lacks)
    drawn = shapes(published, choice.kind, set(codes))
    title = f"{metric['title']}, {words.unit_text(metric)}, {when}"
    return {
        "metric": metric,
        "kind": KIND[choice.kind],
        "period": when,
        "whole": whole_text,
        "whole_interval": words.interval_text(whole["lower"], whole["upper"], metric["unit"])
        if whole
        else "",
        "finding": finding,
        "lines": lines,
        "map": _map(drawn, lines, shade_of, title, finding),
        "legend": [
            (Markup(map_areas.swatch(shade, "rates")), shade.meaning, count)
            for shade in SHADES
            if (count := sum(one is shade for one in shade_of.values()))
        ],
        "notes": notes(published, set(codes)),
        "without_outline": [
            line.name for line in lines if line.area_code not in {s.code for s in drawn}
        ],
    }


def _is_valid(area: Row, span: Row) -> bool:
    """Leave out an area that had ended before the period, or began after it."""
    ended = area["valid_to"] and area["valid_to"] < span["period_start_date"]
    unborn = area["valid_from"] and area["valid_from"] > span["period_end_date"]
    return not ended and not unborn


def _figures(published: Published, metric_id: str, span: Row) -> dict[str, Row]:
    rows = published.rows(
        """
        select *
        from observation
        where metric_id = ? and period_type = ? and period_start_date = ? and period_end_date = ?
        and breakdown_value is null
        """,
        [metric_id, span["period_type"], span["period_start_date"], span["period_end_date"]],
    )
    return {row["area_code"]: hidden_figures(row) for row in rows}


def _has_interval(row: Row | None) -> bool:
    return bool(row) and None not in (row["value"], row["lower"], row["upper"])  # type: ignore[index]


def _shade(row: Row | None, whole: Row | None) -> Shade:
    """Set an area's interval beside the figure of the force area that it is part of."""
    if row is None or row["value"] is None:
        return NONE
    if not _has_interval(row) or whole is None or whole["value"] is None:
        return ALONE
    if row["lower"] > whole["value"]:
        return ABOVE
    return BELOW if row["upper"] < whole["value"] else SAME


def _others(code: str, rows: dict[str, Row], codes: list[str]) -> str:
    """Say from how many of the other areas one differs; never a rank, which intervals forbid."""
    mine = rows.get(code)
    others = [rows[other] for other in codes if other != code and _has_interval(rows.get(other))]
    if mine is None or not _has_interval(mine) or not others:
        return ""
    above = sum(mine["lower"] > other["upper"] for other in others)
    below = sum(mine["upper"] < other["lower"] for other in others)
    alike = len(others) - above - below
    parts = [f"above {above}"] * bool(above) + [f"below {below}"] * bool(below)
    parts += [f"no clear difference from {alike}"] * bool(alike)
    return words.list_text(parts)


def _line(
    published: Published,
    metric: Row,
    number: int,
    area: Row,
    rows: dict[str, Row],
    codes: list[str],
    shade: Shade,
) -> MappedArea:
    code, unit = area["area_code"], metric["unit"]
    row = rows.get(code)
    name = published.area_name(area)
    if row is None or row["value"] is None:
        why = words.STATE.get(row["state"], row["state"]) if row else "nothing is published"
        note = str((row["reason"] if row else None) or why)
        return MappedArea(number, code, name, words.NO_FIGURE, "", "", shade.meaning, "", note)
    state = row["state"] or "final"
    counts = (row["numerator"], row["denominator"])
    return MappedArea(
        number=number,
        area_code=code,
        name=name,
        value=words.cell_text(row["value"], unit, *counts),
        interval=words.interval_text(row["lower"], row["upper"], unit).removeprefix(
            "95% interval "
        ),
        count=f"{words.number_text(counts[0])} of {words.number_text(counts[1])}"
        if None not in counts
        else "",
        standing=shade.meaning,
        others=_others(code, rows, codes),
        note="" if state == "final" else words.STATE.get(state, state),
    )


def _finding(
    metric: Row,
    inside: dict[str, Row],
    shade_of: dict[str, Shade],
    whole: str,
    kind: str,
    lacks: str,
) -> str:
    """Say which areas differ from the whole, or that none does, or that it cannot be told."""
    compared = [code for code, shade in shade_of.items() if shade in (ABOVE, SAME, BELOW)]
    what = KIND[kind].casefold()
    if not compared:
        return f"{metric['title']}: the {what} cannot be compared, for want of {lacks}"
    parts = []
    for shade in (ABOVE, BELOW):
        names = [inside[code]["area_name"] for code in compared if shade_of[code] is shade]
        if names:
            verb = "is" if len(names) == 1 else "are"
            who = (
                f"{len(names)} areas"
                if len(names) > _MOST_NAMED
                else words.list_text(sorted(names))
            )
            parts.append(f"{who} {verb} {shade.key}")
    if not parts:
        return f"{metric['title']}: no clear difference between the {what} and the force area"
    return f"{metric['title']}: {'; '.join(parts)} the force area's {whole}"


def _map(
    drawn: list[Shape],
    lines: list[MappedArea],
    shade_of: dict[str, Shade],
    title: str,
    finding: str,
) -> Markup | None:
    if len(drawn) < 2:
        return None
    of = {line.area_code: line for line in lines}
    spots = {
        shape.code: Spot(
            shade_of[shape.code],
            str(of[shape.code].number),
            f"{of[shape.code].value}, {of[shape.code].standing}",
            url_for("areas.view", area_code=shape.code),
        )
        for shape in drawn
    }
    summary = f"{finding}. The table beside the map says the same."
    return Markup(map_areas.draw(drawn, spots, title, summary, "rates"))


def shapes(published: Published, kind: str, codes: set[str]) -> list[Shape]:
    """Return the outlines of areas of one kind, by name; none where no boundary was delivered."""
    drawn = [
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
    return sorted(drawn, key=lambda shape: shape.name)


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
    sentences = [drawn, "Partnerships are drawn as their districts."] if joined else [drawn]
    return [*sentences, *sorted({row["note"] for row in rows if row["note"]})] if rows else []


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
