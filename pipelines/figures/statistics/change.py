"""Compare two figures of one measure by the test that suits them, and say what came of it.

Shares are compared as proportions, counts and rates as Poisson counts over their exposures, which
for a bare count are the days of its period. Sums of money, durations, stocks and estimates are no
counts of events, and no test is made of them. Counts vary from month to month by more than chance
alone would have it, so a difference must also be more than two of the series' own points differ by
while nothing changes (Wheeler's upper range limit), and the later figure must itself be a signal of
the series; where too few points say neither, a count is said to differ and nothing more.
"""

from dataclasses import dataclass

from pipelines.figures.statistics import wording
from pipelines.figures.statistics.intervals import Comparison, compare_counts, compare_proportions

ROSE, FELL, DIFFERS, NO_CLEAR_CHANGE, NOT_COMPARED = (
    "rose",
    "fell",
    "differs",
    "no_clear_change",
    "not_compared",
)
COUNTS = ("count", "people")
NO_COUNTS = ("gbp", "gbp_each", "days")
UNTESTED_BASES = ("stock", "estimate")


@dataclass(frozen=True)
class Kind:
    """What a measure's figures are, as far as a test must know."""

    unit: str
    basis: str
    better_when: str
    numerator_unit: str = ""
    denominator_unit: str = ""
    is_quoted: bool = True


@dataclass(frozen=True)
class Figure:
    """One figure; `label` names its period in words, `days` is how long that is."""

    label: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    state: str = "final"
    days: int = 1


@dataclass(frozen=True)
class Change:
    """What two figures say; `needed` is how many each period would have to hold for a clear answer.

    `verdict` is rose, fell, differs, no_clear_change or not_compared.
    """

    verdict: str
    sentence: str
    comparison: Comparison | None = None
    needed: int | None = None


def change(
    first: Figure,
    second: Figure,
    kind: Kind,
    *,
    range_limit: float | None = None,
    is_usual: bool = False,
) -> Change | None:
    """Compare `second` with `first`, the earlier; None where no test suits the measure.

    `is_usual` says that the series finds nothing special in the second figure. Where the kind is
    not quoted, neither figure nor number needed is given, for they may be of few people.
    A figure that is missing, or of a part of its period, or not yet final is never a fall.
    """
    if kind.unit in NO_COUNTS or kind.basis in UNTESTED_BASES or kind.numerator_unit == "gbp":
        return None
    for figure in (second, first):
        if figure.value is None or figure.state != "final":
            why = "has no figure" if figure.value is None else f"is {figure.state}"
            return Change(
                NOT_COMPARED, f"{second.label} against {first.label}: {figure.label} {why}"
            )
    comparison = _compare(first, second, kind)
    if comparison is None or first.value is None or second.value is None:
        return None
    difference = second.value - first.value
    is_usual = is_usual or (range_limit is not None and abs(difference) <= range_limit)
    where = f"{second.label} against {first.label}"
    quoted = f", {text(first, kind)} then {text(second, kind)}" if kind.is_quoted else ""
    if not comparison.is_clear or is_usual:
        needed = comparison.needed_per_group if not comparison.is_clear else None
        if first.value == second.value:
            return Change(NO_CLEAR_CHANGE, f"{where}: no change{quoted}", comparison)
        more = ", within what is usual"
        if not kind.is_quoted:
            needed, more = None, ""
        elif not comparison.is_clear:
            more = ". " + wording.would_tell(comparison, _counted(kind), now=_held(second, kind))
        return Change(
            NO_CLEAR_CHANGE,
            f"{where}: no clear change{quoted}{more}",
            comparison,
            needed,
        )
    if range_limit is None and not _is_share(first, second, kind):
        return Change(
            DIFFERS,
            f"{where}{quoted}: more than chance, but too few periods to say what is usual",
            comparison,
        )
    rose = difference > 0
    verdict = wording.verdict(kind.better_when, rose=rose)
    sentence = f"{where}: {'rose' if rose else 'fell'}{quoted}{verdict}"
    return Change(ROSE if rose else FELL, sentence, comparison)


def text(figure: Figure, kind: Kind) -> str:
    """Say a figure with the numbers behind it: `6.9% (12 of 174)`, `1,234`, `4.1`."""
    assert figure.value is not None
    if kind.unit in COUNTS:
        return f"{figure.value:,.0f}"
    if kind.unit != "percent":
        return f"{figure.value:,.2f}" if figure.value < 10 else f"{figure.value:,.1f}"
    if figure.numerator is None or figure.denominator is None:
        return f"{figure.value:.1f}%"
    return f"{figure.value:.1f}% ({figure.numerator:,.0f} of {figure.denominator:,.0f})"


def _compare(first: Figure, second: Figure, kind: Kind) -> Comparison | None:
    if kind.unit in COUNTS:
        counts = _whole(first.value), _whole(second.value)
        exposures: tuple[float, float] = (first.days, second.days)
    else:
        counts = _whole(first.numerator), _whole(second.numerator)
        exposures = (first.denominator or 0, second.denominator or 0)
    if counts[0] is None or counts[1] is None or min(exposures) <= 0:
        return None
    if _is_share(first, second, kind):
        return compare_proportions(counts[0], exposures[0], counts[1], exposures[1])
    return compare_counts(counts[0], counts[1], *exposures)


def _is_share(first: Figure, second: Figure, kind: Kind) -> bool:
    """Say whether both are shares of a whole; a flow rate may pass 100 % and then is a rate."""
    return kind.unit == "percent" and all(
        figure.numerator is not None
        and figure.denominator is not None
        and figure.numerator <= figure.denominator
        for figure in (first, second)
    )


def _counted(kind: Kind) -> str:
    """Name what each period would have to hold more of."""
    return kind.denominator_unit if kind.unit == "percent" else kind.numerator_unit


def _held(figure: Figure, kind: Kind) -> float | None:
    """Give how many the period holds now of what it would have to hold more of."""
    if kind.unit in COUNTS:
        return figure.value
    return figure.denominator if kind.unit == "percent" else figure.numerator


def _whole(value: float | None) -> int | None:
    """Give a whole number of events; None where it is not one."""
    if value is None or value < 0 or abs(value - round(value)) > 1e-6:
        return None
    return round(value)
