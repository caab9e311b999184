"""One chart as data: screen, paper, table, alt text and CSV are all drawn from it."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

Form = Literal["trend", "bars", "dots"]


@dataclass(frozen=True)
class ChartPoint:
    """One figure: when or what it is about, its value (None where there is none) and its words."""

    label: str
    value: float | None
    value_text: str
    period_start_date: dt.date | None = None
    signal: str = "none"  # none | improving | concern | shift | provisional
    lower: float | None = None
    upper: float | None = None
    state: str = "final"


@dataclass(frozen=True)
class Series:
    """A line or a set of marks; `role` is what it is to the reader, and decides its colour."""

    name: str
    points: tuple[ChartPoint, ...]
    role: Literal["ours", "comparator"] = "ours"


@dataclass(frozen=True)
class Level:
    """A stretch of one mean and its natural limits."""

    start: dt.date
    end: dt.date
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class ChartEvent:
    """Something that happened, drawn as a line across the chart."""

    date: dt.date
    text: str


@dataclass(frozen=True)
class Annotation:
    """What an officer wrote about a figure; `number` is that of its mark, 0 where it has none."""

    number: int
    date: dt.date
    said_of: str  # the day or the period it is about, in words
    text: str
    reason: str
    who: str
    when: str
    is_new: bool = False  # written after the snapshot was published

    @property
    def mark(self) -> str:
        """Name it as the chart and the table do."""
        return f"Note {self.number}" if self.number else "Note"

    @property
    def sentence(self) -> str:
        """Say the whole of it."""
        text = f"{self.mark}, {self.said_of}: {self.text.rstrip('.')}. {self.reason.rstrip('.')}."
        added = " Added since this snapshot." if self.is_new else ""
        return f"{text} {self.who}, {self.when}.{added}"


@dataclass(frozen=True)
class Chart:
    """Everything a reader sees of one chart; `finding` is the title, in words."""

    chart_id: str
    form: Form
    finding: str
    subtitle: str
    summary: str
    unit_text: str
    value_format: str
    series: tuple[Series, ...]
    source: str
    snapshot_id: str
    levels: tuple[Level, ...] = ()
    events: tuple[ChartEvent, ...] = ()
    target: float | None = None
    y_from_zero: bool = True
    notes: tuple[str, ...] = field(default=())
    period_word: str = "period"  # what one point of a trend is about: month, quarter, year
    breaks: tuple[dt.date, ...] = ()  # days that divide the series: no line runs across them
    latest_text: str = ""  # the latest value, in bold at the end of a trend
    annotations: tuple[Annotation, ...] = ()  # those with a number stand among the events too

    @property
    def under(self) -> tuple[str, ...]:
        """Return the lines that stand under it: how to read it, and what officers wrote."""
        return (*self.notes, *(annotation.sentence for annotation in self.annotations))

    def stretches(self, series: Series) -> list[list[ChartPoint]]:
        """Return the points that a line may join: without a gap, and between two breaks."""
        joined = []
        for (has_value, _), run in groupby(series.points, key=self._stretch):
            if has_value:
                joined.append(list(run))
        return joined

    def _stretch(self, point: ChartPoint) -> tuple[bool, int]:
        date = point.period_start_date
        past = sum(day <= date for day in self.breaks) if date else 0
        return point.value is not None, past

    @property
    def is_over_time(self) -> bool:
        """Say whether each mark stands for a period rather than for a part or an area."""
        dates = [point.period_start_date for point in self.series[0].points]
        return self.form == "trend" or (
            self.form == "bars" and None not in dates and len(set(dates)) == len(dates) > 1
        )
