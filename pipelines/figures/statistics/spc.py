"""Judge a series by statistical process control (an XmR chart): has anything really changed?

The rules are those of the NHS "Making Data Count" charts, as NHSRplotthedots 0.2.2 carries them
out (R/ptd_spc_standard.R, ptd_calculate_point_type.R, ptd_calculate_assurance_type.R). So is what a
point that meets several rules says: outside the limits, the side counts; then a trend, whose own
direction counts and not its side of the mean (its issue 171); then two of three, then seven on one
side. Two things are ours: periods without a figure are left out, so their neighbours stand side by
side; and a stretch of fewer than 12 points is not judged.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

# Wheeler, "Understanding Variation" (1993): 3 / d2, where d2 = 1.128 is the expected range of two
# observations, turns a mean moving range into three standard deviations.
LIMIT_FACTOR = 2.66
# The same source: D4 for ranges of two. A moving range above it is itself a special cause.
SCREENING_FACTOR = 3.267
RUN_LENGTH = 7
MINIMUM_POINTS = 12

OUTSIDE = "outside_limits"
ONE_SIDE = "seven_on_one_side"
TREND = "seven_point_trend"
TWO_OF_THREE = "two_of_three"
RULES = (ONE_SIDE, TREND, OUTSIDE, TWO_OF_THREE)
DIRECTIONS = {"higher": 1, "lower": -1, "neither": 0}


@dataclass(frozen=True)
class Signal:
    """What one point says: `kind` is none, improving, concern or shift.

    `side` is that of the mean it lies on, `direction` that of what it says: 1 up, -1 down.
    """

    kind: str = "none"
    rules: tuple[str, ...] = ()
    side: int = 0
    direction: int = 0


@dataclass(frozen=True)
class Stretch:
    """Points `start` to `end`, both within, that share a mean; no limits where they are too few.

    `range_limit` is the most that two of its points differ by while nothing changes (Wheeler's
    upper range limit, 3.267 times the mean moving range).
    """

    start: int
    end: int
    points: int
    mean: float
    lower: float | None
    upper: float | None
    range_limit: float | None = None


@dataclass(frozen=True)
class Judgement:
    """The whole series judged; mean, limits, rules and run are those of its latest stretch."""

    variation: str
    assurance: str
    mean: float | None
    lower: float | None
    upper: float | None
    signals: tuple[Signal, ...]
    stretches: tuple[Stretch, ...]
    rules_hit: tuple[str, ...] = ()
    run_length: int = 0
    side: int = 0
    direction: int = 0
    trend: int = 0
    since: int | None = None


def judge(
    values: Sequence[float | None],
    *,
    better_when: str,
    target: float | None = None,
    breaks: Sequence[int] = (),
    floor: float | None = None,
    ceiling: float | None = None,
) -> Judgement:
    """Judge a series; a new stretch, with a mean and limits of its own, begins at each break.

    `floor` and `ceiling` bound the limits that are drawn, after the rules are evaluated.
    """
    better = DIRECTIONS[better_when]
    signals = [Signal()] * len(values)
    stretches: list[Stretch] = []
    assurance, last = "none", _Found()
    edges = sorted({0, *(edge for edge in breaks if 0 < edge < len(values)), len(values)})
    for start, end in pairwise(edges):
        indices = [n for n in range(start, end) if values[n] is not None]
        if not indices:
            continue
        judgement = _evaluate([float(v) for n in indices if (v := values[n]) is not None], better)
        for index, signal in zip(indices, judgement.signals, strict=True):
            signals[index] = signal
        assurance = assurance_of(target, better_when, judgement.lower, judgement.upper)
        since = None if judgement.since is None else indices[judgement.since]
        last = replace(judgement, since=since)
        lower, upper = (
            bounded(judgement.lower, floor, ceiling),
            bounded(judgement.upper, floor, ceiling),
        )
        ends, points = (indices[0], indices[-1]), len(indices)
        stretches.append(
            Stretch(*ends, points, judgement.mean, lower, upper, judgement.range_limit)
        )
    if not stretches:
        return Judgement("too_few", "none", None, None, None, tuple(signals), ())
    latest = last.signals[-1]
    return Judgement(
        variation=_variation(stretches[-1], latest),
        assurance=assurance,
        mean=stretches[-1].mean,
        lower=stretches[-1].lower,
        upper=stretches[-1].upper,
        signals=tuple(signals),
        stretches=tuple(stretches),
        rules_hit=latest.rules,
        run_length=last.run_length,
        side=latest.side,
        direction=latest.direction,
        trend=last.trend,
        since=last.since,
    )


@dataclass(frozen=True)
class _Found:
    """One stretch, evaluated."""

    signals: tuple[Signal, ...] = ()
    mean: float = math.nan
    lower: float | None = None
    upper: float | None = None
    range_limit: float | None = None
    run_length: int = 0
    trend: int = 0
    since: int | None = None


def _evaluate(points: list[float], better: int) -> _Found:
    mean = math.fsum(points) / len(points)
    if len(points) < MINIMUM_POINTS:
        sides = (Signal(side=_sign(point, mean)) for point in points)
        return _Found(tuple(sides), mean)
    moving_range = _mean_moving_range(points)
    width = LIMIT_FACTOR * moving_range
    sides_of_mean = [_sign(point, mean) for point in points]
    steps = [0, *(_sign(after, before) for before, after in pairwise(points))]
    outside = [_sign(point, mean + width) > 0 or _sign(point, mean - width) < 0 for point in points]
    rules = {
        OUTSIDE: outside,
        ONE_SIDE: _runs(sides_of_mean, RUN_LENGTH),
        TREND: _trends(steps),
        TWO_OF_THREE: _two_of_three(points, mean, width, outside, sides_of_mean),
    }
    signals = tuple(
        _signal(
            tuple(rule for rule in RULES if rules[rule][n]),
            sides_of_mean[n],
            _trend_at(n, steps, rules[TREND]),
            better,
        )
        for n in range(len(points))
    )
    since = _since(signals[-1], sides_of_mean, steps)
    return _Found(
        signals,
        mean,
        mean - width,
        mean + width,
        SCREENING_FACTOR * moving_range,
        run_length=0 if since is None else len(points) - since,
        trend=steps[-1] if rules[TREND][-1] else 0,
        since=since,
    )


def _mean_moving_range(points: list[float]) -> float:
    """Average the moving ranges, then once more without those that are special causes."""
    ranges = [abs(after - before) for before, after in pairwise(points)]
    mean = math.fsum(ranges) / len(ranges)
    kept = [one for one in ranges if one < SCREENING_FACTOR * mean]
    return math.fsum(kept) / len(kept) if kept else 0.0


def _sign(value: float, level: float) -> int:
    """Say above (1), below (-1) or on (0); rounding in the last digits is not a difference."""
    if math.isclose(value, level, rel_tol=1e-9, abs_tol=1e-12):
        return 0
    return 1 if value > level else -1


def _runs(signs: Sequence[int], length: int) -> list[bool]:
    """Mark the whole of each run of one sign that is long enough; 0 belongs to no run."""
    marked, start = [False] * len(signs), 0
    for n in range(1, len(signs) + 1):
        if n == len(signs) or signs[n] != signs[start]:
            if signs[start] and n - start >= length:
                marked[start:n] = [True] * (n - start)
            start = n
    return marked


def _trends(steps: Sequence[int]) -> list[bool]:
    """Mark each point of a trend: six steps one way, and the point that the first one left."""
    stepped = _runs(steps, RUN_LENGTH - 1)
    return [on or (n + 1 < len(stepped) and stepped[n + 1]) for n, on in enumerate(stepped)]


def _two_of_three(
    points: Sequence[float],
    mean: float,
    width: float,
    outside: Sequence[bool],
    sides: Sequence[int],
) -> list[bool]:
    """Mark points in the outer third in windows of three on one side where two or more are."""
    near = [
        not out and (_sign(p, mean + width * 2 / 3) > 0 or _sign(p, mean - width * 2 / 3) < 0)
        for p, out in zip(points, outside, strict=True)
    ]
    marked = [False] * len(points)
    for n in range(len(points) - 2):
        window = range(n, n + 3)
        if abs(sum(sides[i] for i in window)) == len(window) and sum(near[i] for i in window) > 1:
            for i in window:
                marked[i] = marked[i] or near[i]
    return marked


def _trend_at(n: int, steps: Sequence[int], in_trend: Sequence[bool]) -> int:
    """Say which way a point's trend goes; where one ends and another begins, the later counts."""
    if not in_trend[n]:
        return 0
    return steps[n + 1] if n + 1 < len(steps) and in_trend[n + 1] else steps[n]


def _signal(rules: tuple[str, ...], side: int, trend: int, better: int) -> Signal:
    if not rules:
        return Signal(side=side)
    direction = trend if TREND in rules and OUTSIDE not in rules else side
    if not better:
        return Signal("shift", rules, side, direction)
    return Signal("improving" if direction == better else "concern", rules, side, direction)


def _since(latest: Signal, sides: Sequence[int], steps: Sequence[int]) -> int | None:
    """Find where the latest point's leading signal began."""
    last = len(sides) - 1
    if ONE_SIDE in latest.rules and latest.side == latest.direction:
        return next((n + 1 for n in range(last, -1, -1) if sides[n] != sides[last]), 0)
    if TREND in latest.rules and OUTSIDE not in latest.rules:
        return next(n for n in range(last, -1, -1) if steps[n] != steps[last])
    return last if latest.rules else None


def _variation(stretch: Stretch, latest: Signal) -> str:
    if stretch.points < MINIMUM_POINTS:
        return "too_few"
    return "common_cause" if latest.kind == "none" else latest.kind


def assurance_of(
    target: float | None, better_when: str, lower: float | None, upper: float | None
) -> str:
    """Say whether a target will be met in every period, in none, or in some by chance."""
    better = DIRECTIONS[better_when]
    if target is None or not better or lower is None or upper is None:
        return "none"
    if target > upper:
        return "fail" if better > 0 else "pass"
    if target < lower:
        return "pass" if better > 0 else "fail"
    return "hit_and_miss"


def bounded(limit: float | None, floor: float | None, ceiling: float | None) -> float | None:
    """Keep a limit that is drawn within what the measure can be."""
    if limit is None:
        return None
    limit = limit if floor is None else max(limit, floor)
    return limit if ceiling is None else min(limit, ceiling)
