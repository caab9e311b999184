"""Like for like: figures of unlike things are not set side by side, unless one is given as context.

What must agree is what decides whether a difference between two figures means anything: how they
are counted (basis), of whom (population), where (geography), over how long (period), and of what
(unit, and what its two sides count). A measure that is for context alone never shares an axis.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

Description = Mapping[str, Any]

FACETS = (
    ("basis", "basis"),
    ("population", "population"),
    ("geography", "geography"),
    ("period_type", "period"),
    ("unit", "unit"),
    ("numerator_unit", "what is counted"),
    ("denominator_unit", "what it is counted over"),
)


class UnlikeError(ValueError):
    """Unlike figures would stand side by side."""


def unlike(one: Description, two: Description) -> tuple[str, ...]:
    """Name what differs between two measures, each as `population (adults; all offenders)`.

    A description is a row of the catalogue, with the `period_type` shown where it is not the
    measure's own frequency. What neither says is no difference.
    """
    differences = []
    for key, name in FACETS:
        first, second = _said(one, key), _said(two, key)
        if first.casefold() != second.casefold():
            differences.append(f"{name} ({first or 'not said'}; {second or 'not said'})")
    return tuple(differences)


def check(
    measures: Sequence[Description],
    *,
    context: Collection[str] = (),
    on_one_axis: bool = False,
) -> None:
    """Refuse to set unlike measures side by side; UnlikeError says which and why.

    `context` names the measures that the reader is told are there as context. On one axis that is
    no excuse, because bars and lines are read against each other whatever a label says.
    """
    if refusals := list(_refusals(measures, frozenset(context), on_one_axis=on_one_axis)):
        raise UnlikeError(" ".join(refusals))


def _refusals(
    measures: Sequence[Description], context: frozenset[str], *, on_one_axis: bool
) -> Iterator[str]:
    for one, two in combinations(measures, 2):
        names = [str(measure["metric_id"]) for measure in (one, two)]
        differences = unlike(one, two)
        marked = context.intersection(names)
        alone = [
            name
            for name, measure in zip(names, (one, two), strict=True)
            if measure.get("context_only") and name not in context and names[0] != names[1]
        ]
        if differences and (on_one_axis or not marked):
            remedy = (
                "Draw them apart." if on_one_axis else "Set them apart, or mark one as context."
            )
            yield f"{' and '.join(names)} differ in {', '.join(differences)}. {remedy}"
        elif alone:
            yield f"{alone[0]} is for context alone. Mark it as context, or leave it out."


def _said(description: Description, key: str) -> str:
    value = description.get(key)
    if value is None and key == "period_type":
        value = description.get("frequency")
    return " ".join(str(value or "").split())
