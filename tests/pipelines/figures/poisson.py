"""The interval of a count, worked out another way: what the roll-up's own is held against."""

import math
from statistics import NormalDist

from pipelines.figures.statistics.intervals import CONFIDENCE, Interval

EXACT_COUNTS_BELOW = 10


def poisson(count, confidence=CONFIDENCE):
    """Give the interval of a count: exact below 10, Byar's approximation from there.

    Byar's method is in Breslow and Day (1987), volume 2, and the split at 10 is that of Public
    Health England, Technical Guide 3, "Commonly used public health statistics" (2018).
    """
    if count < 0:
        msg = f"A count cannot be negative; found {count}."
        raise ValueError(msg)
    if count >= EXACT_COUNTS_BELOW:
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        return Interval(_byar(count, -z), _byar(count + 1, z))
    tail = (1 - confidence) / 2
    upper = _solve(lambda mean: _poisson_up_to(count, mean) - tail)
    if count == 0:
        return Interval(0.0, upper)
    return Interval(_solve(lambda mean: _poisson_up_to(count - 1, mean) - (1 - tail)), upper)


def _byar(count, z):
    return count * (1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3


def _poisson_up_to(count, mean):
    return math.fsum(mean**k * math.exp(-mean) / math.factorial(k) for k in range(count + 1))


def _solve(falling):
    """Find by bisection the mean at which a falling function of it crosses nought."""
    low, high = 0.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2
