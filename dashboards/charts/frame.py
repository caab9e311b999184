"""The plot inside a picture: where a day and a value lie in it, and whether two texts touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dashboards import theme
from dashboards.charts import canvas

INSET = 6  # between the edge of the plot and its first and last point


@dataclass(frozen=True)
class Words:
    """One line of text: where it stands, and the day and the value that it belongs to."""

    text: str
    x: float
    y: float  # of its baseline
    day: float
    value: float
    anchor: Literal["start", "middle", "end"] = "start"
    colour: str = theme.INK
    is_bold: bool = False
    is_boxed: bool = False


@dataclass(frozen=True)
class Frame:
    """The plot inside the picture, and where a day and a value lie in it."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float
    size: float

    @property
    def line(self) -> float:
        """Return how far two lines of text stand apart."""
        return self.size * 1.2

    def x_of(self, day: float) -> float:
        """Say where a day lies."""
        share = (day - self.first) / max(self.last - self.first, 1)
        return self.left + INSET + share * (self.right - self.left - 2 * INSET)

    def y_of(self, value: float) -> float:
        """Say where a value lies."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def width_of(self, text: str, *, is_bold: bool = False) -> float:
        """Estimate how wide a text will be set."""
        return canvas.width_of(text, self.size) * (1.06 if is_bold else 1)


def touches(word: Words, others: Iterable[Words], frame: Frame) -> bool:
    """Say whether a text would stand on one of the others."""
    left, right = span(word, frame)
    for other in others:
        start, end = span(other, frame)
        if abs(word.y - other.y) < frame.size and left < end and start < right:
            return True
    return False


def span(word: Words, frame: Frame) -> tuple[float, float]:
    """Say from where to where a text reaches."""
    wide = frame.width_of(word.text, is_bold=word.is_bold)
    start = word.x - {"start": 0.0, "middle": wide / 2, "end": wide}[word.anchor]
    return start, start + wide
