"""From published figures to a chart as data: which form, which points, which lines behind them."""

import datetime as dt
from itertools import pairwise
from textwrap import shorten

from dashboards import words
from dashboards.charts.spec import Chart, ChartEvent, ChartPoint, Form, Level, Series
from snapshot.published import Row

MOST_POINTS = 48
MOST_LINES = 4
LONGEST_EVENT = 27
STEP_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}
PERIOD_WORD = {
    "month": "month",
    "quarter": "quarter",
    "half_year": "half year",
    "snapshot_date": "date",
    "cohort_quarter": "quarter",
    "financial_year": "year",
    "calendar_year": "year",
    "year_ending": "year",
    "financial_year_to_date": "year to date",
    "cohort_year": "year",
}
COUNTED = {"count", "gbp", "people", "per_day"}
SIGNALS = {"improving", "concern", "shift"}
UNSETTLED = {"provisional", "immature"}
DECIMALS = {"percent": 1, "per_1000": 1, "per_10000": 1, "per_100000": 1, "ratio": 2, "gbp_each": 2}


def point(row: Row, metric: Row, label: str, signal: str = "none") -> ChartPoint:
    """Turn one figure into one point; what may not be shown has no value but says why."""
    unit, state = metric["unit"], row["state"] or "final"
    value = None if state in {"suppressed", "withheld"} else row["value"]
    text = words.value_text(value, unit, row["numerator"], row["denominator"])
    if value is None:
        text = f"{words.NO_FIGURE}: {words.STATE.get(state, state)}"
        text = words.NO_FIGURE if state in {"final", *UNSETTLED} else text
    return ChartPoint(
        label=label,
        value=value,
        value_text=text,
        period_start_date=row["period_start_date"],
        signal="provisional" if signal == "none" and state in UNSETTLED else signal,
        lower=row["lower"] if value is not None else None,
        upper=row["upper"] if value is not None else None,
        state=state,
    )


def form_of(metric: Row, rows: list[Row], *, totals: bool) -> Form | None:
    """Choose the form that these figures can carry; None for a figure that stands alone."""
    with_value = [row for row in rows if row["value"] is not None]
    periods = {row["period_end_date"] for row in with_value}
    areas = {row["area_code"] for row in with_value}
    if not with_value:
        return None
    if not totals:
        return "bars" if metric["chart"] == "bars" else "dots"
    if len(areas) > 1 and (
        metric["chart"] == "dots" or len(areas) > MOST_LINES or len(periods) < 3
    ):
        return "dots"
    if len(periods) < 2:
        return None
    return "bars" if metric["chart"] == "bars" and len(areas) == 1 else "trend"


def series_over_time(metric: Row, rows: list[Row], signal: Row | None) -> tuple[Series, ...]:
    """Make a series for each area: the latest points, gaps kept, the last run of signals marked."""
    series = []
    for code in dict.fromkeys(row["area_code"] for row in rows):
        mine = _latest_of(_with_gaps([row for row in rows if row["area_code"] == code]))
        marks = _marks(mine, signal if signal and signal["area_code"] == code else None)
        points = tuple(
            point(row, metric, words.period_label(*_period(row)), mark)
            for row, mark in zip(mine, marks, strict=True)
        )
        series.append(Series(mine[-1]["area_name"] or code, points))
    return tuple(series)


def series_by_part(metric: Row, rows: list[Row], *, by_area: bool) -> tuple[Series, ...]:
    """Make one series of the latest period's parts or areas, greatest first, those without last."""
    latest = latest_period(rows)
    mine = [row for row in rows if _period(row) == latest]
    mine.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    name = "area_name" if by_area else "breakdown_value"
    points = tuple(
        point(row, metric, words.part_text(row[name]) or row["area_code"]) for row in mine
    )
    return (Series(words.period_text(*latest), points),)


def latest_period(rows: list[Row]) -> tuple[str, dt.date, dt.date]:
    """Find the latest period that any of these rows has a figure for; the latest one without."""
    with_value = [row for row in rows if row["value"] is not None] or rows
    return _period(
        max(with_value, key=lambda row: (row["period_end_date"], row["period_start_date"]))
    )


def touching(all_events: list[Row], metric_id: str) -> list[Row]:
    """Keep the events that touch a measure: those that name it, and those that name none."""
    touching_events = []
    for event in all_events:
        named = [name.strip() for name in (event["metric_ids"] or "").split(",") if name.strip()]
        if not named or metric_id in named:
            touching_events.append(event)
    return touching_events


def levels(signal: Row | None, series: Series, events: list[Row]) -> tuple[Level, ...]:
    """Draw the mean and limits of the latest stretch, which begins at the last break."""
    dates = [p.period_start_date for p in series.points if p.value is not None]
    known = [date for date in dates if date is not None]
    if not signal or not known or None in (signal["lower_limit"], signal["upper_limit"]):
        return ()
    breaks = [row["event_date"] for row in events if row["is_break"]]
    since = signal.get("segment_start_date") or max(
        (date for date in breaks if date <= known[-1]), default=known[0]
    )
    start = max(since, known[0])
    return (Level(start, known[-1], signal["mean"], signal["lower_limit"], signal["upper_limit"]),)


def with_breaks(touching: list[Row], metric: Row) -> list[Row]:
    """Add what the measure itself says divides its series, unless an event of that day does."""
    known = {row["event_date"] for row in touching}
    events = list(touching)
    for line in (metric["breaks"] or "").splitlines():
        day, _, text = line.strip().partition(" ")
        date = dt.date.fromisoformat(day) if text else None
        if date and date not in known:
            events.append({"event_date": date, "text": text, "is_break": True})
    return sorted(events, key=lambda row: row["event_date"])


def _shortened(text: str) -> str:
    """Cut a long event at a word: a chart has room for a few, the page says it whole."""
    return shorten(text, LONGEST_EVENT, placeholder=" …")


def events(touching: list[Row], series: tuple[Series, ...]) -> tuple[ChartEvent, ...]:
    """Keep the events inside the span that the chart shows."""
    dates = [p.period_start_date for s in series for p in s.points if p.period_start_date]
    return tuple(
        ChartEvent(
            row["event_date"], f"{_shortened(row['text'])}, {words.month_text(row['event_date'])}"
        )
        for row in touching
        if dates and min(dates) <= row["event_date"] <= max(dates)
    )


def starts_at_zero(metric: Row, form: Form, series: tuple[Series, ...]) -> bool:
    """Decide whether the value axis starts at zero: always for counts, bars and dots."""
    values = [p.value for s in series for p in s.points if p.value is not None]
    if form != "trend" or metric["unit"] in COUNTED or not values:
        return True
    return min(values) < 0.75 * max(values)


def assemble(
    metric: Row,
    form: Form,
    series: tuple[Series, ...],
    period_type: str,
    *,
    finding: str,
    subtitle: str,
    summary: str,
    source: str,
    snapshot_id: str,
    levels: tuple[Level, ...] = (),
    events: tuple[ChartEvent, ...] = (),
    target: float | None = None,
    breaks: tuple[dt.date, ...] = (),
) -> Chart:
    """Put a chart together from its series and the words that go with it."""
    from_zero = starts_at_zero(metric, form, series)
    with_value = [p for p in series[0].points if p.value is not None]
    return Chart(
        chart_id=metric["metric_id"],
        form=form,
        finding=finding,
        subtitle=subtitle,
        summary=summary,
        unit_text=words.unit_text(metric),
        value_format=f",.{DECIMALS.get(metric['unit'], 0)}f",
        series=series,
        source=source,
        snapshot_id=snapshot_id,
        levels=levels,
        events=events,
        target=target,
        breaks=breaks,
        y_from_zero=from_zero,
        notes=() if from_zero else ("The vertical axis does not start at zero.",),
        period_word=PERIOD_WORD.get(period_type, "period"),
        latest_text=with_value[-1].value_text if with_value and form == "trend" else "",
    )


def _period(row: Row) -> tuple[str, dt.date, dt.date]:
    return row["period_type"], row["period_start_date"], row["period_end_date"]


def _marks(rows: list[Row], signal: Row | None) -> list[str]:
    """Mark the latest run of signals on its points; what is not final was not judged."""
    marks = ["none"] * len(rows)
    if signal and signal["variation"] in SIGNALS:
        shown = [
            index
            for index, row in enumerate(rows)
            if row["state"] == "final" and row["value"] is not None
        ]
        for index in shown[len(shown) - min(max(signal["run_length"] or 1, 1), len(shown)) :]:
            marks[index] = signal["variation"]
    return marks


def _latest_of(rows: list[Row]) -> list[Row]:
    """Keep the latest rows, from the first that has a figure: a chart does not open on a gap."""
    latest = rows[-MOST_POINTS:]
    first = next((i for i, row in enumerate(latest) if row["value"] is not None), 0)
    return latest[first:]


def _with_gaps(rows: list[Row]) -> list[Row]:
    """Put a row without a figure where a month or a quarter has no row, so the gap is seen."""
    step = STEP_MONTHS.get(rows[0]["period_type"])
    if step is None:
        return rows
    whole = rows[:1]
    for before, after in pairwise(rows):
        date = _add_months(before["period_start_date"], step)
        while date < after["period_start_date"]:
            end = _add_months(date, step) - dt.timedelta(days=1)
            nothing = dict.fromkeys(
                ("value", "numerator", "denominator", "lower", "upper", "reason")
            )
            dates = {"period_start_date": date, "period_end_date": end, "state": "missing"}
            whole.append(before | nothing | dates)
            date = _add_months(date, step)
        whole.append(after)
    return whole


def _add_months(date: dt.date, months: int) -> dt.date:
    count = date.year * 12 + date.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
