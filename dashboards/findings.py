"""What a measure's figures say: the latest, the finding, the gaps, the nation, the chart."""

import datetime as dt

from dashboards import likeness, words
from dashboards.charts import make
from dashboards.charts.spec import Chart, Form, Series
from dashboards.selection import NATIONS, SeriesSelection
from snapshot.published import Published, Row

VALUELESS = {"withheld", "missing", "not_due", "suppressed"}
_FORM = {"trend": "Line chart", "bars": "Bar chart", "dots": "Ranked dot chart"}


def latest_of(rows: list[Row]) -> Row | None:
    """Take the latest figure that is old enough to stand, before one that is still too early."""
    with_value = [row for row in rows if row["value"] is not None and row["state"] not in VALUELESS]
    settled = [row for row in with_value if row["state"] != "immature"]
    usable = settled or with_value
    return max(usable, key=lambda row: row["period_end_date"]) if usable else None


def latest_words(
    published: Published, metric: Row, latest: Row | None
) -> tuple[str, str, str, str]:
    """Say the latest figure, its interval, its period and its age."""
    if latest is None:
        return words.NO_FIGURE, "", "", ""
    unit, start, end = metric["unit"], latest["period_start_date"], latest["period_end_date"]
    return (
        words.value_text(latest["value"], unit, latest["numerator"], latest["denominator"]),
        words.interval_text(latest["lower"], latest["upper"], unit),
        words.period_text(latest["period_type"], start, end),
        words.age_text(end, published.as_at),
    )


def signal_of(
    published: Published, metric: Row, chosen: SeriesSelection, part: str | None
) -> Row | None:
    """Find what the series says; several areas or parts together say nothing."""
    if len(chosen.area_codes) != 1 or not (chosen.totals or part is not None):
        return None
    for row in published.signals(metric["metric_id"]):
        series = (row["area_code"], row["period_type"], row["breakdown_value"])
        if series == (chosen.area_codes[0], chosen.period_type, part):
            return row
    return None


def target_text(metric: Row) -> str:
    """Say a measure's target and who set it; empty where none is set."""
    if metric["target"] is None:
        return ""
    text = words.value_text(metric["target"], metric["unit"])
    return f"{text} ({metric['target_source']})" if metric["target_source"] else text


def usual_text(metric: Row, signal: Row | None) -> str:
    """Say what is usual at this time of year; empty where a series has no seasons."""
    if not signal or not signal.get("is_seasonal") or signal.get("usual_lower") is None:
        return ""
    low, high = (
        words.number_text(signal[name], metric["unit"]) for name in ("usual_lower", "usual_upper")
    )
    return f"Usual for the time of year: {low} to {high}."


def plain_finding(metric: Row, rows: list[Row], latest: Row | None, part: str | None) -> str:
    """State the figure and claim nothing: no one has judged this series."""
    title = metric["title"] if part is None else f"{metric['title']}, {part}"
    if latest is None:
        return f"{title}: no figure to show"
    span = latest["period_type"], latest["period_start_date"], latest["period_end_date"]
    now = [row for row in rows if row["period_end_date"] == span[2] and row["value"] is not None]
    now.sort(key=lambda row: -row["value"])
    texts = [
        words.value_text(row["value"], metric["unit"], row["numerator"], row["denominator"])
        for row in now
    ]
    if len(now) == 1:
        return f"{title}: {texts[0]} {words.in_period_text(*span)}"
    names = [words.part_text(row["breakdown_value"]) or str(row["area_name"]) for row in now]
    if len(now) <= 3 and not latest["breakdown_value"]:
        figures = [f"{text} in {name}" for text, name in zip(texts, names, strict=True)]
        return f"{title}: {words.list_text(figures)}"
    return f"{title}: from {texts[0]} ({names[0]}) to {texts[-1]} ({names[-1]})"


def gaps(rows: list[Row], latest: Row | None, as_at: dt.date) -> tuple[str, ...]:
    """Say of the periods since the latest figure that are over why they have none.

    A withheld period is said by `withheld_periods`, with its reason.
    """
    why: dict[str, list[str]] = {}
    for row in rows:
        after = latest is None or row["period_end_date"] > latest["period_end_date"]
        is_gap = row["value"] is None and row["state"] != "withheld"
        if is_gap and after and row["period_end_date"] <= as_at:
            span = row["period_type"], row["period_start_date"], row["period_end_date"]
            reason = f" ({row['reason']})" if row["reason"] else ""
            why_not = f"{words.STATE.get(row['state'], row['state'])}{reason}"
            why.setdefault(why_not, []).append(words.period_text(*span))
    sentences = []
    for why_not, spans in why.items():
        when = _spans_text(spans)
        sentences.append(f"{when[0].upper()}{when[1:]}: {why_not}.")
    return tuple(sentences)


def withheld_periods(rows: list[Row]) -> str:
    """Say which periods have a figure held back; empty where none has."""
    held = [row for row in rows if row["state"] == "withheld"]
    return _spans_text(
        [
            words.period_text(row["period_type"], row["period_start_date"], row["period_end_date"])
            for row in held
        ]
    )


def _spans_text(spans: list[str]) -> str:
    distinct = list(dict.fromkeys(spans))
    if len(distinct) > 3:
        return f"{distinct[0]} to {distinct[-1]}"
    return words.list_text(distinct)


def comparisons(
    published: Published, metric: Row, chosen: SeriesSelection, latest: Row | None
) -> tuple[str, ...]:
    """Set the nation beside it: the same measure, the same period, nothing else."""
    if latest is None or chosen.area_codes[0] in NATIONS or latest["breakdown_value"]:
        return ()
    if metric["unit"] in {"count", "gbp", "people", "per_day"}:
        return ()
    rows = published.observations(metric["metric_id"], chosen.period_type, NATIONS, totals=True)
    same = [
        row
        for row in rows
        if row["period_end_date"] == latest["period_end_date"] and row["value"] is not None
    ]
    same.sort(key=lambda row: NATIONS.index(row["area_code"]))
    return tuple(
        f"{row['area_name']}: {words.value_text(row['value'], metric['unit'])} (same basis)"
        for row in same[:1]
    )


def chart_of(
    published: Published,
    metric: Row,
    chosen: SeriesSelection,
    rows: list[Row],
    signal: Row | None,
    finding: str,
    source: str,
    *,
    totals: bool,
) -> Chart | None:
    """Make the chart that these figures can carry; none for a figure that stands alone."""
    form = make.form_of(metric, rows, totals=totals)
    if form is None:
        return None
    likeness.check(
        [metric | {"period_type": name} for name in {row["period_type"] for row in rows}],
        on_one_axis=True,
    )
    by_period = totals and (form == "trend" or len({row["area_code"] for row in rows}) == 1)
    if by_period:
        series = make.series_over_time(metric, rows, signal)
        touching = make.touching(published.events, metric["metric_id"])
        touching = make.with_breaks(touching, metric)
        levels = make.levels(signal, series[0], touching) if len(series) == 1 else ()
        events = make.events(touching, series)
    else:
        series = make.series_by_part(metric, rows, by_area=totals)
        levels, events, touching = (), (), []
    return make.assemble(
        metric,
        form,
        series,
        chosen.period_type,
        finding=finding,
        subtitle=subtitle(metric, chosen, series, by_period=by_period),
        summary=summary(metric, chosen, form, series, finding),
        source=source,
        snapshot_id=published.snapshot_id,
        levels=levels if form == "trend" else (),
        events=events if form == "trend" else (),
        breaks=tuple(row["event_date"] for row in touching if row["is_break"]),
        target=metric["target"] if form == "trend" and len(series) == 1 else None,
    )


def subtitle(
    metric: Row, chosen: SeriesSelection, series: tuple[Series, ...], *, by_period: bool
) -> str:
    """Say what a chart shows: measure, unit, area, period."""
    unit = words.unit_text(metric)
    shown = [p for s in series for p in s.points]
    span = series[0].name.removeprefix("average day, ")
    if by_period:
        span = f"{shown[0].label} to {series[0].points[-1].label}"
    title = metric["title"]
    named = title if unit.casefold() in title.casefold() else f"{title}, {unit}"
    return f"{named}, {chosen.area_name}, {span}"


def summary(
    metric: Row, chosen: SeriesSelection, form: Form, series: tuple[Series, ...], finding: str
) -> str:
    """Describe a chart to someone who cannot see it."""
    sentences = [
        f"{_FORM[form]} of {metric['title']}, {chosen.area_name}.",
        f"{finding.rstrip('.')}.",
    ]
    for one in series:
        there = [p for p in one.points if p.value is not None]
        if not there:
            sentences.append(f"{one.name} has no figure.")
            continue
        low = min(there, key=lambda p: p.value or 0)
        high = max(there, key=lambda p: p.value or 0)
        name = f"{one.name}: " if len(series) > 1 else ""
        if form == "trend":
            sentences.append(f"{name}Latest {there[-1].value_text}, {there[-1].label}.")
        if len(there) > 1:
            sentences.append(
                f"{name}Highest {high.value_text}, {high.label}; "
                f"lowest {low.value_text}, {low.label}."
            )
        gaps = len(one.points) - len(there)
        if gaps:
            sentences.append(f"{name}{words.counted(gaps, 'point')} without a figure.")
    return " ".join(sentences)
