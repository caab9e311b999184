"""The events of a trend: in rows above the plot, each at its line or as near as there is room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboards.charts import canvas
from dashboards.charts.frame import Frame, Words
from dashboards.charts.spec import Event


@dataclass(frozen=True)
class Block:
    """The words of one event, and the rows they take."""

    event: Event
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


def event_blocks(events: Iterable[Event], frame: Frame, width: float) -> Iterator[Block]:
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
        yield Block(event, lines, start, row)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
