"""What a feed's contract may not say: each contradiction is refused when the contract is read."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.contract.feed import Column, Layout

STATES_OF_MARKERS = ("suppressed", "not_applicable", "missing", "zero")
REVISIONS = ("replace", "restate", "append")
WRITTEN_BY_US = ("source_file", "source_row", "received_at", "file_period")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NUMBERS = ("tinyint", "smallint", "integer", "bigint", "hugeint", "double", "decimal")


def is_number(column: "Column") -> bool:
    """Say whether a column holds numbers."""
    return column.type.startswith(_NUMBERS)


def contradiction(layout: "Layout") -> str:
    """Return the first contradiction of a layout with its remedy, or nothing."""
    return next(_contradictions(layout), "")


def _contradictions(layout: "Layout") -> Iterator[str]:
    for name, count in Counter(column.name for column in layout.columns).items():
        if count > 1:
            yield f"column {name}: is declared more than once. Keep one of them."
        if name in WRITTEN_BY_US:
            yield f"column {name}: is a name that the engine writes itself. Choose another."
    for column in layout.columns:
        yield from _of_column(column, layout)
    yield from _of_headers(layout)
    yield from _of_layout(layout)


def _of_column(column: "Column", layout: "Layout") -> Iterator[str]:
    where = f"column {column.name}"
    for marker, state in column.markers.items():
        if state not in STATES_OF_MARKERS:
            known = ", ".join(STATES_OF_MARKERS)
            yield f"{where}: marker {marker!r} has the state {state!r}. Give it one of {known}."
        elif state == "zero" and column.type in ("date", "boolean"):
            yield f"{where}: marker {marker!r} is zero, but a {column.type} has no zero. Mend either."
        elif marker and state != "zero" and not column.nullable:
            yield (
                f"{where}: marker {marker!r} is {state}, but the column may not be empty. "
                "Let it be nullable, or take the marker off."
            )
    folded = Counter(marker.strip() for marker in column.markers)
    for marker, count in folded.items():
        if count > 1:
            yield f"{where}: marker {marker!r} stands twice. Keep one of them."
    if column.markers and column.missing != ("",):
        yield f"{where}: has both missing and markers. Move what missing lists into markers."
    if column.keeps_state and not column.markers:
        yield f"{where}: keeps its state but has no markers. Name the markers and their states."
    if column.keeps_state and f"{column.name}_state" in {c.name for c in layout.columns}:
        yield f"{where}: keeps its state, but {column.name}_state is a column already. Rename either."
    for alias in column.aliases:
        yield from _of_alias(where, alias.header, alias.valid_from, alias.valid_to)


def _of_alias(where: str, header: str, valid_from: str, valid_to: str) -> Iterator[str]:
    for month in (valid_from, valid_to):
        if month and not _MONTH.fullmatch(month):
            yield f"{where}: alias {header!r} has the month {month!r}. Write it as 2024-04."
    if valid_from and valid_to and valid_from > valid_to:
        yield f"{where}: alias {header!r} ends ({valid_to}) before it begins ({valid_from})."


def _of_headers(layout: "Layout") -> Iterator[str]:
    claimed: dict[str, str] = {}
    for column in layout.columns:
        for name in (*column.header, *(alias.header for alias in column.aliases)):
            if name.startswith("re:"):
                yield from _of_pattern(f"column {column.name}", name[3:])
            elif claimed.setdefault(name.strip().casefold(), column.name) != column.name:
                other = claimed[name.strip().casefold()]
                yield f"column {column.name}: the header {name!r} is that of {other} too. Keep one."


def _of_layout(layout: "Layout") -> Iterator[str]:
    if layout.revision not in REVISIONS:
        known = ", ".join(REVISIONS)
        yield f"revision {layout.revision!r} is unknown. Give it one of {known}."
    names = {column.name for column in layout.columns}
    allowed = names | {"source_file"} | ({"file_period"} if layout.period_in_name else set())
    for what in ("partition_by", "key", "complete_by"):
        for name in getattr(layout, what):
            if name not in allowed:
                yield f"{what} names {name}, which is no column. Name one of its columns."
    for control in layout.controls:
        where = f"control {control.row!r}"
        if control.column not in names:
            yield f"{where}: names {control.column}, which is no column. Name one of its columns."
        elif not is_number(layout.column(control.column)):
            yield f"{where}: {control.column} is no number, so it has no sum. Name a numeric column."
        yield from _of_pattern(where, control.row)
    for pattern in (*layout.ignore, *layout.file_patterns):
        yield from _of_pattern("ignore or file_patterns", pattern)


def _of_pattern(where: str, pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"{where}: the pattern {pattern!r} cannot be read ({error}). Mend it."
