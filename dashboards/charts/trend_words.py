"""What the static and the live trend share: a run's words, a line's look, the middle of a series."""

from statistics import fmean

from dashboards import theme, words
from dashboards.charts.spec import Chart, Series

_WHY = {
    "withheld": "withheld",
    "not_due": "not yet due",
    "missing": "not published",
    "suppressed": "hidden to protect people",
    "not_applicable": "does not apply",
}


def run_text(signal: str, length: int, period_word: str) -> str:
    """Say a run of signals in a word and its length: concern, 8 months."""
    return signal if length < 2 else f"{signal}, {words.counted(length, period_word)}"


def centre_of(chart: Chart, series: Series) -> float:
    """Find the line that points lie above or below: the mean judged, else that of all shown."""
    if chart.levels:
        return chart.levels[-1].mean
    return fmean([p.value for p in series.points if p.value is not None] or [0.0])


def line_of(series: Series, index: int) -> tuple[str, str]:
    """Return the colour and the dashes of a line."""
    return (theme.GREY, "9 3 2 3") if series.role == "comparator" else theme.LINES[index % 4]


def why_open(chart: Chart) -> tuple[str, list[int]]:
    """Say why a trend ends in a gap, and which days the gap takes; nothing where there is none."""
    points = chart.series[0].points
    after = len(points)
    while after and points[after - 1].value is None:
        after -= 1
    gap = [p for p in points[after:] if p.period_start_date]
    if len(chart.series) > 1 or not after or not gap:
        return "", []
    days = [p.period_start_date.toordinal() for p in gap if p.period_start_date]
    return _WHY.get(gap[-1].state, "no figure"), days
