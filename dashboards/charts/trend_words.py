"""What the static and the live trend both say: a run's words, the middle of a series."""

from statistics import fmean

from dashboards import words
from dashboards.charts.spec import Chart, Series


def run_text(signal: str, length: int, period_word: str) -> str:
    """Say a run of signals in a word and its length: concern, 8 months."""
    return signal if length < 2 else f"{signal}, {words.counted(length, period_word)}"


def centre_of(chart: Chart, series: Series) -> float:
    """Find the line that points lie above or below: the mean judged, else that of all shown."""
    if chart.levels:
        return chart.levels[-1].mean
    return fmean([p.value for p in series.points if p.value is not None] or [0.0])
