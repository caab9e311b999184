"""The outcome maturity triangle: what became of the crimes of a month, by how old they are.

Two rates go by one name. The cohort rate follows the crimes recorded in one month: charged so far
over recorded; it can only rise, and a young cohort must never be set beside an old one. The flow
rate sets the charges of a month, whenever the crime was recorded, over the crimes recorded in it;
its numerator is no part of its denominator and it can pass 100 %.

The final rate of a cohort that is still young is estimated by the chain ladder with the standard
error of Mack, "Distribution-free calculation of the standard error of chain ladder reserve
estimates", ASTIN Bulletin 1993, 23: 213-225. What is still to come is taken to be lognormal, so
that the interval never falls below what is charged already (Mack, "Measuring the variability of
chain ladder reserve estimates", CAS Forum 1994, equation 4.8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.figures.statistics.intervals import Comparison, Interval, compare_proportions

Z = 1.959964  # two-sided 95 % point of the standard normal distribution
FEWEST_COHORTS = 3


@dataclass(frozen=True)
class Cohort:
    """The crimes recorded in one month; what they came to, cumulated, by age in months from 0."""

    recorded: int
    charged: tuple[int, ...]
    not_assigned: tuple[int, ...] = ()


@dataclass(frozen=True)
class Development:
    """From one age to the next: the factor, its variance, how many cohorts and how much they held."""

    factor: float
    variance: float
    cohorts: int
    held: float


@dataclass(frozen=True)
class Projection:
    """A cohort's expected end: the amount and its standard error."""

    final: float
    error: float


def cohort_rate(cohort: Cohort, age: int) -> float | None:
    """Give the share charged by an age, in per cent; None, not nought, where it is not so old."""
    if age >= len(cohort.charged) or not cohort.recorded:
        return None
    return 100 * cohort.charged[age] / cohort.recorded


def compare_at_age(first: Cohort, second: Cohort, age: int) -> Comparison | None:
    """Compare two cohorts at the same age; None where one of them is not so old yet."""
    if cohort_rate(first, age) is None or cohort_rate(second, age) is None:
        return None
    return compare_proportions(
        first.charged[age], first.recorded, second.charged[age], second.recorded
    )


def expected_final_rate(
    cohort: Cohort, steps: Sequence[Development], final_age: int
) -> tuple[float, Interval] | None:
    """Estimate the rate, in per cent, that a cohort comes to by `final_age`, and its interval.

    None where it is that old already, where nothing is charged yet, or where fewer than three
    cohorts have gone any of the steps that it has still to go.
    """
    now, age = cohort.charged[-1] if cohort.charged else 0, len(cohort.charged) - 1
    if not cohort.recorded or now <= 0 or not 0 <= age < final_age:
        return None
    if len(steps) < final_age or min(one.cohorts for one in steps[age:final_age]) < FEWEST_COHORTS:
        return None
    projected = project(now, steps[age:final_age])
    to_come = projected.final - now
    low = high = projected.final
    if to_come > 0 and projected.error > 0:
        spread = math.sqrt(math.log1p((projected.error / to_come) ** 2))
        middle = math.log(to_come) - spread**2 / 2
        low, high = now + math.exp(middle - Z * spread), now + math.exp(middle + Z * spread)
    final, low, high = (min(one, cohort.recorded) for one in (projected.final, low, high))
    scale = 100 / cohort.recorded
    return scale * final, Interval(scale * low, scale * high)


def developments(triangle: Sequence[Sequence[float]]) -> list[Development]:
    """Estimate each step of a cumulative triangle (Mack 1993: factors and sigma squared).

    Where one cohort alone has gone a step, its variance is Mack's extrapolation of those before.
    """
    steps: list[Development] = []
    for age in range(max((len(row) for row in triangle), default=0) - 1):
        gone = [(row[age], row[age + 1]) for row in triangle if len(row) > age + 1]
        held = math.fsum(before for before, _ in gone)
        if held <= 0:
            break
        factor = math.fsum(after for _, after in gone) / held
        squares = [(after - factor * before) ** 2 / before for before, after in gone if before > 0]
        if len(squares) > 1:
            variance = math.fsum(squares) / (len(squares) - 1)
        else:
            variance = _extrapolated([one.variance for one in steps])
        steps.append(Development(factor, variance, len(gone), held))
    return steps


def project(now: float, steps: Sequence[Development]) -> Projection:
    """Carry an amount through the steps it has still to go, with Mack's standard error."""
    final, share = now, 0.0
    for step in steps:
        if step.factor <= 0 or final <= 0:
            return Projection(0.0, 0.0)
        share += step.variance / step.factor**2 * (1 / final + 1 / step.held)
        final *= step.factor
    return Projection(final, final * math.sqrt(share))


def _extrapolated(variances: Sequence[float]) -> float:
    if len(variances) < 2:
        return variances[-1] if variances else 0.0
    before, last = variances[-2:]
    return min(last**2 / before if before else 0.0, before, last)
