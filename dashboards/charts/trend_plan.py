"""Where the words of a trend stand: planned once for a width, for the picture and for plotly.

Its time axis has round dates that fit, in no time zone; its events stand in rows above the plot,
each at its line or as near as there is room.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean

from dashboards import theme, words
from dashboards.charts import canvas
from dashboards.charts.frame import Frame, Words, span, touches
from dashboards.charts.spec import Chart, ChartEvent, ChartPoint, Series

_MOST_DATE_TICKS = 6
_APART = 14  # pixels between two labels


def date_ticks(
    chart: Chart, days: list[dt.date], width: float, size: float = canvas.FONT_SIZE
) -> list[tuple[dt.date, str]]:
    """Label round dates; each point by its own label where it is a year and all fit."""
    own = [(p.period_start_date, p.label) for p in chart.series[0].points if p.period_start_date]
    widest = max(canvas.width_of(label, size) for _, label in own)
    if chart.period_word == "year" and len(own) * (widest + _APART) <= width:
        return own
    if chart.period_word == "year":
        return _some(own, int(width // (widest + _APART)))
    return [(date, words.short_month_text(date)) for date in _round_dates(days, width, size)]


def _some(own: list[tuple[dt.date, str]], room: int) -> list[tuple[dt.date, str]]:
    """Keep every second, third ... label, the latest among them."""
    step = -(-len(own) // max(room, 1))
    return own[::-1][::step][::-1]


def _round_dates(dates: list[dt.date], width: float, size: float) -> list[dt.date]:
    """Choose months at a step of 1, 3, 6, 12 ... that leaves room for every label."""
    room = min(_MOST_DATE_TICKS, int(width // (canvas.width_of("Sep 2019", size) + _APART)))
    first, last = dates[0], dates[-1]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in (1, 3, 6, 12, 24, 60, 120):
        chosen = [month for month in months if month % step == 0]
        if len(chosen) <= max(room, 1):
            return [dt.date(month // 12, month % 12 + 1, 1) for month in chosen] or [first]
    return [first]


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


@dataclass(frozen=True)
class EventLabel:
    """The words of one event, and the rows they take."""

    event: ChartEvent
    lines: list[str]
    start: float
    row: int

    def words(self, frame: Frame) -> list[Words]:
        """Place the words, each line in its row."""
        return [
            Words(line, self.start, _row_y(frame, self.row + index), self.event.date.toordinal(),
                  frame.high, is_boxed=True)
            for index, line in enumerate(self.lines)
        ]  # fmt: skip

    def line_top(self, frame: Frame) -> float:
        """Say where the line of the event begins: below its words."""
        return _row_y(frame, self.row + len(self.lines) - 1) + 5


def _row_y(frame: Frame, row: int) -> float:
    return frame.size * 0.93 + row * frame.line


def event_blocks(events: Iterable[ChartEvent], frame: Frame, width: float) -> Iterator[EventLabel]:
    """Give each event's words the first rows where they touch no others."""
    taken: list[list[tuple[float, float]]] = []
    for event in events:
        lines = canvas.wrap(event.text, width - 4, frame.size)
        wide = max(map(frame.width_of, lines))
        x = frame.x_of(event.date.toordinal())
        start = x if x + wide <= width - 2 else max(x - wide, 0.0)
        start = min(start, max(width - wide, 0.0))
        span = (start - 8, start + wide + 8)
        row = 0
        while any(_meet(span, other) for used in taken[row : row + len(lines)] for other in used):
            row += 1
        while len(taken) < row + len(lines):
            taken.append([])
        for used in taken[row : row + len(lines)]:
            used.append(span)
        yield EventLabel(event, lines, start, row)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


HEIGHT = 340
_BELOW_PLOT = 34
_WIDEST_END = 0.34  # of the width, that the words at the end of a line may take


@dataclass(frozen=True)
class TrendLayout:
    """A trend of one width, but for its lines and its marks."""

    frame: Frame
    steps: list[float]
    step_texts: list[str]
    dates: list[tuple[dt.date, str]]
    event_tops: list[float]  # where the line of each event begins
    words: list[Words]


def plan(chart: Chart, width: float, size: float = canvas.FONT_SIZE) -> TrendLayout:
    """Lay out a trend for a width; no two of its texts touch."""
    days = sorted(
        p.period_start_date for s in chart.series for p in s.points if p.period_start_date
    )
    steps = canvas.value_ticks(chart)
    step_texts = canvas.tick_texts(steps, chart.unit_text)
    left = max(canvas.width_of(text, size) for text in step_texts) + 10
    frame = Frame(
        left,
        right=max(width - _beside(chart, width, size), left + width * 0.3),
        top=0,
        bottom=HEIGHT - _BELOW_PLOT,
        first=days[0].toordinal(),
        last=days[-1].toordinal(),
        low=steps[0],
        high=steps[-1],
        size=size,
    )
    blocks = list(event_blocks(chart.events, frame, width))
    rows = max((block.row + len(block.lines) for block in blocks), default=0)
    headroom = _headroom(chart, frame, size * 0.93 + frame.line * rows)
    frame = replace(frame, top=headroom)
    words = [line for block in blocks for line in block.words(frame)]
    words += _target(chart, frame) + _ends(chart, frame, width)
    for series in chart.series:
        words += _runs(chart, series, frame)
    words += [word for word in _why_open(chart, frame) if not touches(word, words, frame)]
    return TrendLayout(
        frame,
        steps,
        step_texts,
        date_ticks(chart, days, frame.right - frame.left, size),
        [block.line_top(frame) for block in blocks],
        words,
    )


def _beside(chart: Chart, width: float, size: float) -> float:
    """Return the room that the words at the end of the lines take."""
    names = ["upper limit"] if chart.levels else []
    names += [line for end in _end_lines(chart, width, size) for line in end.lines]
    return max((canvas.width_of(text, size) for text in names), default=0) * 1.06 + 16


@dataclass(frozen=True)
class _End:
    lines: list[str]
    day: float
    value: float
    colour: str


def _end_lines(chart: Chart, width: float, size: float) -> list[_End]:
    """Say each line at its end: its latest value, and its name where there are several."""
    ends = []
    for index, series in enumerate(chart.series):
        there = [p for p in series.points if p.value is not None and p.period_start_date]
        if there:
            last = there[-1]
            text = last.value_text if len(chart.series) == 1 else f"{series.name} {last.value_text}"
            lines = canvas.wrap(text, width * _WIDEST_END, size)
            day = last.period_start_date.toordinal() if last.period_start_date else 0
            ends.append(_End(lines, day, last.value or 0.0, line_of(series, index)[0]))
    return ends


def _ends(chart: Chart, frame: Frame, width: float) -> list[Words]:
    """Label the ends of the lines, kept apart; a limit gives way to the figures themselves."""
    ends = _end_lines(chart, width, frame.size)
    ends.sort(key=lambda end: frame.y_of(end.value))
    tops = _spread([(frame.y_of(e.value), len(e.lines)) for e in ends], frame)
    is_alone = len(chart.series) == 1
    words: list[Words] = []
    for end, top in zip(ends, tops, strict=True):
        day = end.day if is_alone else frame.last
        x = min(frame.x_of(day) + 2, frame.right) + 8
        words += [
            Words(line, x, top + frame.size * 0.34 + index * frame.line, day, end.value,
                  colour=end.colour, is_bold=True)
            for index, line in enumerate(end.lines)
        ]  # fmt: skip
    for level in chart.levels[-1:]:
        for value, text in ((level.upper, "upper limit"), (level.lower, "lower limit")):
            y = frame.y_of(value) + frame.size * 0.34
            word = Words(text, frame.right + 8, y, frame.last, value, colour=theme.GREY)
            if not touches(word, words, frame):
                words.append(word)
    return words


def _spread(places: list[tuple[float, int]], frame: Frame) -> list[float]:
    """Return where the first line of each block stands: near its place, none over another."""
    tops: list[float] = []
    free = 0.0
    for middle, count in places:
        tops.append(max(middle - (count - 1) * frame.line / 2, free))
        free = tops[-1] + count * frame.line
    below = frame.bottom
    for index in range(len(tops) - 1, -1, -1):
        tops[index] = min(tops[index], below - (places[index][1] - 1) * frame.line)
        below = tops[index] - frame.line
    return tops


def _target(chart: Chart, frame: Frame) -> list[Words]:
    if chart.target is None:
        return []
    x, y = frame.left + 4, frame.y_of(chart.target) - 5
    return [Words("target", x, y, frame.first, chart.target, colour=theme.PINK, is_boxed=True)]


def _headroom(chart: Chart, frame: Frame, top: float) -> float:
    """Leave room above the plot for the word of a run that stands beyond its upper edge."""
    tight = replace(frame, top=top)
    highest = min((w.y for s in chart.series for w in _runs(chart, s, tight)), default=top + 99)
    return top + frame.line if highest - frame.size < top - frame.size * 0.2 else top


def _runs(chart: Chart, series: Series, frame: Frame) -> list[Words]:
    """Write each run's word beyond the limit line on the side where its points lie."""
    runs = []
    centre = centre_of(chart, series)
    there = [p for p in series.points if p.value is not None and p.period_start_date]
    for signal, run in groupby(there, key=lambda p: p.signal):
        points = list(run)
        if signal in theme.SIGNAL_COLOUR:
            text = run_text(signal, len(points), chart.period_word)
            runs.append(_run(chart, text, points, centre, frame))
    return runs


def _run(chart: Chart, text: str, points: list[ChartPoint], centre: float, frame: Frame) -> Words:
    """Put the word of a run beyond the limit and the points that it stands over or under."""
    days = [p.period_start_date.toordinal() for p in points if p.period_start_date]
    values = [p.value or 0.0 for p in points]
    above = fmean(values) >= centre
    word = _centred(text, days, frame, theme.SIGNAL_COLOUR[points[0].signal], is_boxed=True)
    left, right = span(word, frame)
    near = [
        v for v, day in zip(values, days, strict=True) if left - 8 < frame.x_of(day) < right + 8
    ]
    edges = (near or values) + [lv.upper if above else lv.lower for lv in chart.levels[-1:]]
    value = max(edges) if above else min(edges)
    y = frame.y_of(value) + (-frame.size * 0.8 if above else frame.size * 1.5)
    return replace(word, value=value, y=min(y, frame.bottom - 6))


def _centred(text: str, days: list[int], frame: Frame, colour: str, *, is_boxed: bool) -> Words:
    """Centre a text on some days, without reaching beyond the last of them or the plot's left."""
    wide, middle = frame.width_of(text) + 6, fmean(days)
    end = frame.x_of(max(days)) + 8
    word = Words(text, frame.x_of(middle), 0, middle, 0, "middle", colour, is_boxed=is_boxed)
    if word.x + wide / 2 <= end and word.x - wide / 2 >= frame.left:
        return word
    if end - wide >= frame.left:
        return replace(word, x=end - 3, day=max(days), anchor="end")
    return replace(word, x=frame.left + 5, day=frame.first, anchor="start")


def _why_open(chart: Chart, frame: Frame) -> list[Words]:
    """Say in the empty stretch after the latest figure why it is empty."""
    word, days = why_open(chart)
    if not days:
        return []
    placed = _centred(word, days, frame, theme.GREY, is_boxed=False)
    return [replace(placed, value=frame.low, y=frame.bottom - 10)]
