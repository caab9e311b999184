"""Our own figure among those of other areas: their middle, their range, who is missing.

Never a rank: places in a list change by chance alone, and a list says nothing of how sure each
figure is (Goldstein and Spiegelhalter, "League tables and their limitations", Journal of the Royal
Statistical Society A 1996, 159: 385-443). Beside the range stands how many of the others have an
interval that overlaps ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST_PEERS = 3
MOST_NAMED = 3


@dataclass(frozen=True)
class Peer:
    """One area's figure, and its interval where it has one."""

    name: str
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Among:
    """A figure among its peers; the statistics are None where fewer than three have a figure."""

    present: int
    missing: tuple[str, ...]
    sentence: str
    median: float | None = None
    lowest: float | None = None
    highest: float | None = None
    overlapping: int | None = None


def among(own: Peer, others: Sequence[Peer], missing: Sequence[str], unit: str) -> Among:
    """Set a figure among those of other areas; `missing` names those of them without one."""
    gone = tuple(sorted(missing))
    sentence = f"{own.name} {_text(own.value, unit)}{_interval(own, unit)}"
    if len(others) < FEWEST_PEERS:
        few = f"{sentence}; too few other areas have a figure to compare{_missing(gone)}"
        return Among(len(others), gone, few)
    values = [other.value for other in others]
    middle, lowest, highest = median(values), min(values), max(values)
    sentence += (
        f"; {len(others)} other areas: median {_text(middle, unit)}, "
        f"from {_text(lowest, unit)} to {_text(highest, unit)}"
    )
    overlapping = None
    if own.lower is not None and all(other.lower is not None for other in others):
        overlapping = sum(_overlap(own, other) for other in others)
        verb = "overlaps" if overlapping == 1 else "overlap"
        sentence += f"; {overlapping or 'none'} of their intervals {verb} ours"
    return Among(len(others), gone, sentence + _missing(gone), middle, lowest, highest, overlapping)


def _overlap(one: Peer, two: Peer) -> bool:
    if one.lower is None or one.upper is None or two.lower is None or two.upper is None:
        return False
    return one.lower <= two.upper and two.lower <= one.upper


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        return f"; {len(names)} are missing"
    return f"; missing: {'; '.join(names)}"


def _text(value: float, unit: str) -> str:
    number = f"{value:,.2f}" if abs(value) < 10 and unit != "percent" else f"{value:,.1f}"
    return f"{number}%" if unit == "percent" else number


def _interval(own: Peer, unit: str) -> str:
    if own.lower is None or own.upper is None:
        return ""
    return f" ({_text(own.lower, unit)} to {_text(own.upper, unit)})"
