"""What the time of year does to a series, so that a seasonal swing is never called a change.

A series is seasonal where the stable-seasonality test of X-11 finds it so: an analysis of variance
of the deviations from the centred moving average of one year, between the months, at the 0.1 %
level (Shiskin, Young and Musgrave, "The X-11 Variant of the Census Method II", 1967, table D 8;
the same test and level are in X-13ARIMA-SEATS and JDemetra+). Two things are ours: deviations
are differences, not ratios, so that neither unit nor origin changes the finding; and the first
and last half year, where X-11 would forecast, keep the nearest moving average.

What is then judged is the series less the effect of its month, that is, each month against the
same month of other years. The effect is the median of that month's deviations where the moving
average is whole, and the effects of a year add up to nought (Wheeler, "Making Sense of Data",
2003, removes seasonal effects before charting likewise).
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

LEAST_YEARS = 3
LEVEL = 0.001
LENGTHS = {"month": 12, "quarter": 4}


@dataclass(frozen=True)
class Season:
    """What the time of year does; `effects` begin at the place of the first value.

    `is_known` is false where there are too few figures, or too many gaps, to say: under three
    years, or a place in the year that was not seen twice with a whole year around it.
    """

    is_known: bool
    effects: tuple[float, ...] = ()

    @property
    def is_seasonal(self) -> bool:
        """True where the time of year makes a difference that chance does not explain."""
        return bool(self.effects)


def season(values: Sequence[float | None], length: int, breaks: Sequence[int] = ()) -> Season:
    """Find the effect of each place in a year of `length` periods; no average crosses a break."""
    if sum(value is not None for value in values) < LEAST_YEARS * length:
        return Season(is_known=False)
    tested: list[list[float]] = [[] for _ in range(length)]
    whole: list[list[float]] = [[] for _ in range(length)]
    edges = sorted({0, *(edge for edge in breaks if 0 < edge < len(values)), len(values)})
    for start, end in pairwise(edges):
        levels = _moving_average(values[start:end], length)
        known = [n for n, level in enumerate(levels) if level is not None]
        for n, value in enumerate(values[start:end] if known else ()):
            if value is None:
                continue
            place = (start + n) % length
            nearest = known[min(bisect_left(known, n), len(known) - 1)]
            if levels[n] is not None:
                whole[place].append(value - (levels[n] or 0.0))
            tested[place].append(value - (levels[nearest] or 0.0))
    if any(len(deviations) < 2 for deviations in whole):
        return Season(is_known=False)
    if _chance_of_equal_means(tested) >= LEVEL:
        return Season(is_known=True)
    effects = [median(deviations) for deviations in whole]
    middle = math.fsum(effects) / length
    return Season(is_known=True, effects=tuple(effect - middle for effect in effects))


def _moving_average(values: Sequence[float | None], length: int) -> list[float | None]:
    """Average one year around each value, both ends at half weight; None without a whole year."""
    half = length // 2
    trend: list[float | None] = [None] * len(values)
    for n in range(half, len(values) - half):
        year = [value for value in values[n - half : n + half + 1] if value is not None]
        if len(year) == length + 1:
            trend[n] = (math.fsum(year) - (year[0] + year[-1]) / 2) / length
    return trend


def _chance_of_equal_means(groups: Sequence[Sequence[float]]) -> float:
    """Give the p-value of the one-way analysis of variance of these groups."""
    total = sum(len(group) for group in groups)
    mean = math.fsum(math.fsum(group) for group in groups) / total
    means = [math.fsum(group) / len(group) for group in groups]
    between = math.fsum(
        len(group) * (one - mean) ** 2 for group, one in zip(groups, means, strict=True)
    )
    within = math.fsum(
        (value - one) ** 2 for group, one in zip(groups, means, strict=True) for value in group
    )
    scale = max(abs(value) for group in groups for value in group)
    if between <= total * (1e-9 * scale) ** 2:
        return 1.0
    if within <= total * (1e-9 * scale) ** 2:
        return 0.0
    first, second = len(groups) - 1, total - len(groups)
    ratio = (between / first) / (within / second)
    return _incomplete_beta(second / 2, first / 2, second / (second + first * ratio))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Give the regularised incomplete beta function (continued fraction, DLMF 8.17.22)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny, fraction, c, d = 1e-300, 1.0, 1.0, 0.0
    for step in range(200):
        m = step // 2
        if step == 0:
            term = 1.0
        elif step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d or tiny)
        c = 1 + term / c or tiny
        fraction *= c * d
        if step and abs(c * d - 1) < 1e-12:
            break
    return front / a * (fraction - 1)
