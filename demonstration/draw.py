"""Numbers that look random and are the same on every machine, and the bytes of delivered files."""

import csv
import datetime as dt
import io
import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TypeVar

Item = TypeVar("Item")
Delivery = tuple[str, bytes]  # path under landing, content

ONE = 2**32


class Dice:
    """One named stream of draws.

    Only `random.Random.random` is used, whose sequence Python promises to keep; sums are of whole
    numbers and no transcendental function is called, so no machine rounds differently.
    """

    def __init__(self, seed: int, *names: object) -> None:
        self._random = random.Random("/".join(map(str, (seed, *names))))

    def unit(self) -> float:
        """Draw from 0 up to, but not, 1."""
        return self._random.random()

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of the items."""
        return items[self.whole(0, len(items) - 1)]

    def normal(self) -> float:
        """Draw from nearly the standard normal distribution (the sum of twelve uniform draws)."""
        return (sum(int(self._random.random() * ONE) for _ in range(12)) - 6 * ONE) / ONE

    def near(self, level: float, spread: float = 1.0) -> int:
        """Draw a count around a level, as scattered as counts of events are (times `spread`)."""
        return max(0, round(level + spread * math.sqrt(max(level, 0)) * self.normal()))

    def scatter(self, total: int, weights: Sequence[int]) -> list[int]:
        """Throw `total` events one by one into places as likely as their weights."""
        edges = list(accumulate(weights))
        counts = [0] * len(weights)
        for _ in range(total):
            counts[bisect_right(edges, int(self._random.random() * edges[-1]))] += 1
        return counts


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total into whole parts in proportion to the weights; the parts sum to the total."""
    edges = [0, *accumulate(weights)]
    whole = edges[-1]
    return [total * high // whole - total * low // whole for low, high in pairwise(edges)]


def trend(values: Sequence[float], place: int, length: int) -> float:
    """Read a broken line through equally spaced values at `place` of 0 .. length - 1."""
    position = place * (len(values) - 1) / (length - 1)
    left = min(int(position), len(values) - 2)
    return values[left] + (values[left + 1] - values[left]) * (position - left)


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the first days of the months from one month to another, both included."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def days_of(month: dt.date) -> list[dt.date]:
    """List the days of a month."""
    following = month.replace(day=28) + dt.timedelta(days=4)
    return [month.replace(day=day) for day in range(1, (following.replace(day=1) - month).days + 1)]


def table(header: Sequence[str], rows: Iterable[Sequence[object]], ends: str = "\n") -> bytes:
    """Write delimited text as its publisher does: quotes only where a cell needs them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ends)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def tenths(part: int, whole: int) -> str:
    """Write a part of a whole as a percentage to one decimal, rounded half up; `-` of nothing."""
    if not whole:
        return "-"
    share = (2000 * part + whole) // (2 * whole)
    return f"{share // 10}.{share % 10}%"
