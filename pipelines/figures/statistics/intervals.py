"""How sure we can be of a proportion, of a count, and of a difference between two of them."""

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
POWER = 0.8
EXACT_COMPARISON_UP_TO = 1_000
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Interval:
    """Lower and upper end, in the unit of what was measured."""

    lower: float
    upper: float


@dataclass(frozen=True)
class Comparison:
    """A difference (second less first), whether chance explains it, and what it would take to tell.

    `needed_per_group` is how many each group would have to hold for a difference of this size to
    be found four times in five; None where there is no difference at all. `interval` is that of
    the difference, where there is a sound one.
    """

    first: float
    second: float
    z: float
    p_value: float
    needed_per_group: int | None
    interval: Interval | None = None

    @property
    def difference(self) -> float:
        """Second less first."""
        return self.second - self.first

    @property
    def is_clear(self) -> bool:
        """True where chance alone would give such a difference less than one time in twenty."""
        return self.p_value < 1 - CONFIDENCE


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """Give the score interval of a proportion (Wilson 1927; method 3 of Newcombe 1998)."""
    _check_proportion(successes, trials)
    z = _two_sided(confidence)
    share = successes / trials
    middle = share + z**2 / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    scale = 1 + z**2 / trials
    lower = 0.0 if successes == 0 else max(0.0, (middle - spread) / scale)
    upper = 1.0 if successes == trials else min(1.0, (middle + spread) / scale)
    return Interval(lower, upper)


def newcombe(
    successes_1: float,
    trials_1: float,
    successes_2: float,
    trials_2: float,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Give the hybrid score interval of a difference of two proportions, second less first.

    Method 10 of Newcombe, Statistics in Medicine 1998, 17: 873-890: the Wilson interval of each
    proportion is squared and added, so the interval never leaves -1 to 1.
    """
    first, second = successes_1 / trials_1, successes_2 / trials_2
    one = wilson(successes_1, trials_1, confidence)
    two = wilson(successes_2, trials_2, confidence)
    difference = second - first
    return Interval(
        difference - math.hypot(second - two.lower, one.upper - first),
        difference + math.hypot(two.upper - second, first - one.lower),
    )


def compare_proportions(
    successes_1: float, trials_1: float, successes_2: float, trials_2: float
) -> Comparison:
    """Compare two independent proportions by z with pooled variance (Fleiss 1981, chapter 2).

    The number needed is Fleiss's, equation 3.14, without the correction for continuity, at 80 %
    power and a two-sided 5 %; the interval is Newcombe's.
    """
    _check_proportion(successes_1, trials_1)
    _check_proportion(successes_2, trials_2)
    first, second = successes_1 / trials_1, successes_2 / trials_2
    pooled = (successes_1 + successes_2) / (trials_1 + trials_2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / trials_1 + 1 / trials_2))
    z = (second - first) / error if error else 0.0
    needed = None
    if first != second:
        middle = (first + second) / 2
        chance = _two_sided(CONFIDENCE) * math.sqrt(2 * middle * (1 - middle))
        missed = _NORMAL.inv_cdf(POWER) * math.sqrt(first * (1 - first) + second * (1 - second))
        needed = math.ceil(((chance + missed) / (second - first)) ** 2)
    interval = newcombe(successes_1, trials_1, successes_2, trials_2)
    return Comparison(first, second, z, _two_sided_p(z), needed, interval)


def compare_counts(
    count_1: int, count_2: int, exposure_1: float = 1.0, exposure_2: float = 1.0
) -> Comparison:
    """Compare two counts over their exposures (days, people), given their sum.

    Given the sum, the second is binomial (Przyborowski and Wilenski, Biometrika 1940). Exact, by
    twice the smaller tail, up to a sum of 1,000; normal beyond. First and second are rates; the
    number needed is the count expected in the first group, by the normal approximation.
    """
    if min(count_1, count_2) < 0 or min(exposure_1, exposure_2) <= 0:
        msg = "Counts cannot be negative, and exposures must be more than 0."
        raise ValueError(msg)
    total, share = count_1 + count_2, exposure_2 / (exposure_1 + exposure_2)
    first, second = count_1 / exposure_1, count_2 / exposure_2
    if not total:
        return Comparison(0.0, 0.0, 0.0, 1.0, None)
    z = (count_2 - total * share) / math.sqrt(total * share * (1 - share))
    if total <= EXACT_COMPARISON_UP_TO:
        below = _binomial_up_to(count_2, total, share)
        above = 1 - _binomial_up_to(count_2 - 1, total, share)
        p_value = min(1.0, 2 * min(below, above))
    else:
        p_value = _two_sided_p(z)
    needed = None
    if first > 0 and first != second:
        ratio = second / first
        sides = exposure_1 / exposure_2
        both = _two_sided(CONFIDENCE) + _NORMAL.inv_cdf(POWER)
        needed = math.ceil(both**2 * (1 + ratio * sides) / (ratio - 1) ** 2)
    return Comparison(first, second, z, p_value, needed)


def _check_proportion(successes: float, trials: float) -> None:
    if trials <= 0 or not 0 <= successes <= trials:
        msg = (
            f"A proportion is of 0 to n of n, and n is more than 0; found {successes} of {trials}."
        )
        raise ValueError(msg)


def _two_sided(confidence: float) -> float:
    return _NORMAL.inv_cdf((1 + confidence) / 2)


def _two_sided_p(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def _binomial_up_to(count: int, total: int, share: float) -> float:
    """Sum the binomial distribution downward from `count`, each term from the one above it."""
    if count < 0:
        return 0.0
    term = math.exp(
        math.lgamma(total + 1)
        - math.lgamma(count + 1)
        - math.lgamma(total - count + 1)
        + count * math.log(share)
        + (total - count) * math.log1p(-share)
    )
    terms, odds = [term], (1 - share) / share
    for k in range(count, 0, -1):
        term *= k / (total - k + 1) * odds
        terms.append(term)
    return min(1.0, math.fsum(terms))
