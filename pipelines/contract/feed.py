"""What a feed promises: its files, columns, periods and due dates, declared once as data."""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipelines.errors import ContractError

MISSING_MARKERS = ("", "NA", "N/A", "..", "-", "*", "[c]", "[x]", "[z]", "[low]", "NULL", "null")
CADENCES = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "annual": 366, "irregular": 0}
STATES_OF_MARKERS = ("suppressed", "not_applicable", "missing", "zero")
REVISIONS = ("replace", "restate", "append")
WRITTEN_BY_US = ("source_file", "source_row", "received_at", "file_period")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NUMBERS = ("tinyint", "smallint", "integer", "bigint", "hugeint", "double", "decimal")


@dataclass(frozen=True)
class Alias:
    """Another name of a column in the publisher's files, and the editions that used it.

    `valid_from` and `valid_to` are months (`2024-04`), empty where not known. Like a header, a name
    that begins with `re:` is a pattern.
    """

    header: str
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True)
class Control:
    """A total row of the supplier's own: `row` is the pattern of its first cell.

    The figure of `column` in that row must equal the sum of the file's records; where several rows
    fit (a total for each sheet), their figures together must. With `required` a file without such a
    row is refused: it is the one way to see that a file was cut at the end of a record.
    """

    row: str
    column: str
    required: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a delivered table.

    `header` lists the publisher's names for it over time (case and outer spaces do not matter), its
    own name where none is given; an entry starting with `re:` is a pattern. `type` is a DuckDB
    type; text is kept as delivered, other types are cast and a record whose value will not cast is
    rejected. `date_format` is a strptime format for dates that are not ISO. `number` strips
    thousands separators, pound and per cent signs before the cast. `missing` are the markers read
    as null. `markers` says more: each marker and its state (`suppressed`, `not_applicable`,
    `missing` or `zero`); zero is read as 0, the others as null, and with `keeps_state` the raw
    table tells them apart in a column `<name>_state`. `aliases` are the names that other editions
    use. `sensitive` columns never leave `raw` and `core`.
    """

    name: str
    header: tuple[str, ...] = ()
    type: str = "varchar"
    required: bool = True
    nullable: bool = True
    values: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    date_format: str = ""
    number: bool = False
    missing: tuple[str, ...] = ("",)
    sensitive: bool = False
    description: str = ""
    unit: str = ""
    aliases: tuple[Alias, ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    keeps_state: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", self.header or (self.name,))

    @property
    def is_number(self) -> bool:
        """True where it holds numbers."""
        return self.type.startswith(_NUMBERS)

    def matches(self, header: str) -> bool:
        """Say whether a delivered header cell names this column."""
        cell = normal_header(header)
        aliases = (alias.header for alias in self.aliases)
        return any(_names(name, cell) for name in (*self.header, *aliases))

    def alias(self, header: str) -> Alias | None:
        """Return the alias that a delivered header cell is, where no first name of ours fits it."""
        cell = normal_header(header)
        if any(_names(name, cell) for name in self.header):
            return None
        return next((alias for alias in self.aliases if _names(alias.header, cell)), None)

    @property
    def states(self) -> dict[str, str]:
        """Map each marker to its state; one that is listed in `missing` alone is `missing`."""
        given = {marker.strip(): state for marker, state in self.markers.items()}
        return {"": "missing"} | {marker.strip(): "missing" for marker in self.missing} | given


@dataclass(frozen=True)
class Records:
    """What a reader of a non-CSV file hands over: its header, then (line, cells) per record."""

    header: list[str]
    rows: Iterable[tuple[int, list[str]]]


@dataclass(frozen=True)
class Layout:
    """One shape of file a feed may deliver; it fills the raw table of the same name.

    `partition_by` names the columns whose values form the unit of revision: when two deliveries
    hold the same partition, the later one replaces the earlier one whole. `month` is a DuckDB
    expression over our column names giving the first day of a record's month, for tables kept by
    month. `ignore` patterns name records that are not data (total rows, footnotes), matched
    against the first non-empty cell. `reader` reads files that are not delimited text.
    `period_in_name` reads the period a file is about from its path, into the column `file_period`.
    `controls` are total rows of the supplier's own, which must agree with the records. `revision`
    says what a later delivery does: `replace` the partitions it holds, `restate` the whole table,
    or `append`. `complete_by` names the columns whose combinations are expected without a hole.
    A record of a month that has not begun is rejected, and a file whose name says such a period is
    refused, unless the layout `looks_ahead` (plans, budgets, projections).
    `bulk` records are events by the hundred thousand: they hold no figures that a row could total.
    """

    table: str
    columns: tuple[Column, ...]
    file_patterns: tuple[str, ...] = (r".*\.csv",)
    partition_by: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    month: str = ""
    delimiters: str = ","
    encodings: tuple[str, ...] = ("utf-8",)
    minimum_rows: int = 1
    ignore: tuple[str, ...] = ()
    always_ends_with_newline: bool = True
    reader: Callable[[Path], Records] | None = None
    period_in_name: Callable[[str], dt.date | None] | None = None
    bulk: bool = False
    controls: tuple[Control, ...] = ()
    revision: str = "replace"
    complete_by: tuple[str, ...] = ()
    looks_ahead: bool = False

    @property
    def staged(self) -> dict[str, str]:
        """Map each column that a delivery of this layout gives to its type, states included."""
        types: dict[str, str] = {}
        for column in self.columns:
            types[column.name] = column.type
            if column.keeps_state:
                types[f"{column.name}_state"] = "varchar"
        return types

    def period(self, name: str) -> dt.date | None:
        """Read the period that a file is about from its name, where the layout says how."""
        return self.period_in_name(name) if self.period_in_name else None

    def column(self, name: str) -> Column:
        """Return the column of that name of ours."""
        for column in self.columns:
            if column.name == name:
                return column
        raise ContractError(f"raw.{self.table}: has no column {name}. Name one of its columns.")

    def bind(self, header: list[str]) -> tuple[dict[str, int], list[str]]:
        """Find each column's place in a delivered header; return places and what is wrong."""
        places: dict[str, int] = {}
        problems: list[str] = []
        cells: dict[str, list[int]] = {}
        for place, cell in enumerate(header):
            cells.setdefault(normal_header(cell), []).append(place)
        for column in self.columns:
            fitting = sorted(
                place for cell, at in cells.items() if column.matches(cell) for place in at
            )
            if len(fitting) > 1:
                twice = ", ".join(f"column {place + 1}" for place in fitting)
                problems.append(f"{column.header[0]!r} stands more than once ({twice})")
            elif fitting:
                places[column.name] = fitting[0]
            elif column.required:
                problems.append(f"missing {column.header[0]!r}")
        return places, problems + _claimed_twice(places, header)


@dataclass(frozen=True)
class Feed:
    """A supplier's promise to deliver: who, how often, how late, and in which shapes.

    `due_days` counts calendar days from the end of the period a delivery is about to the day it is
    due. `data_to` is a DuckDB aggregate over the first layout's raw table: the last day the feed
    holds data for.
    """

    feed_id: str
    title: str
    supplier: str
    owner: str
    cadence: str
    due_days: int
    layouts: tuple[Layout, ...]
    rights: str
    data_to: str = ""
    marking: str = "OFFICIAL"
    retention_years: int = 7
    reference: bool = False
    fetch_from: str = ""
    doc: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.cadence not in CADENCES:
            known = ", ".join(CADENCES)
            raise ContractError(f"{self.feed_id}: cadence {self.cadence!r} is not one of {known}.")
        if not self.layouts:
            raise ContractError(f"{self.feed_id}: declares no layout. Give it at least one.")
        for layout in self.layouts:
            if problem := contradiction(layout):
                raise ContractError(f"{self.feed_id}: {layout.table}: {problem}")


def feed_of_one_table(feed_id: str, **declared: Any) -> Feed:
    """Declare a feed of one kind of file, by the fields of Feed and of Layout together.

    It fills the raw table of the feed's own name, unless `table` says another.
    """
    of_layout = {field.name for field in fields(Layout)} & declared.keys()
    layout = {"table": feed_id} | {name: declared.pop(name) for name in of_layout}
    return Feed(feed_id=feed_id, layouts=(Layout(**layout),), **declared)


def contradiction(layout: Layout) -> str:
    """Return the first contradiction of a layout with its remedy, or nothing."""
    return next(_contradictions(layout), "")


def _contradictions(layout: Layout) -> Iterator[str]:
    for name, count in Counter(column.name for column in layout.columns).items():
        if count > 1:
            yield f"column {name}: is declared more than once. Keep one of them."
        if name in WRITTEN_BY_US:
            yield f"column {name}: is a name that the engine writes itself. Choose another."
    for column in layout.columns:
        yield from _of_column(column, layout)
    yield from _of_headers(layout)
    yield from _of_layout(layout)


def _of_column(column: Column, layout: Layout) -> Iterator[str]:
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


def _of_headers(layout: Layout) -> Iterator[str]:
    claimed: dict[str, str] = {}
    for column in layout.columns:
        for name in (*column.header, *(alias.header for alias in column.aliases)):
            if name.startswith("re:"):
                yield from _of_pattern(f"column {column.name}", name[3:])
            elif claimed.setdefault(name.strip().casefold(), column.name) != column.name:
                other = claimed[name.strip().casefold()]
                yield f"column {column.name}: the header {name!r} is that of {other} too. Keep one."


def _of_layout(layout: Layout) -> Iterator[str]:
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
        elif not layout.column(control.column).is_number:
            yield f"{where}: {control.column} is no number, so it has no sum. Name a numeric column."
        yield from _of_pattern(where, control.row)
    for pattern in (*layout.ignore, *layout.file_patterns):
        yield from _of_pattern("ignore or file_patterns", pattern)


def _of_pattern(where: str, pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"{where}: the pattern {pattern!r} cannot be read ({error}). Mend it."


@functools.lru_cache(maxsize=20_000)
def _names(name: str, cell: str) -> bool:
    if name.startswith("re:"):
        return re.fullmatch(name[3:], cell, re.IGNORECASE) is not None
    return cell == normal_header(name)


def _claimed_twice(places: dict[str, int], header: list[str]) -> list[str]:
    """Name each delivered column that two columns of ours would both read."""
    held: dict[int, list[str]] = {}
    for name, place in places.items():
        held.setdefault(place, []).append(name)
    return [
        f"{header[place]!r} would fill both {' and '.join(names)}"
        for place, names in held.items()
        if len(names) > 1
    ]


@functools.lru_cache(maxsize=20_000)
def normal_header(cell: str) -> str:
    """Fold what spreadsheets change by themselves: byte order mark, spaces, line breaks, case."""
    return " ".join(cell.replace("\ufeff", "").split()).casefold()
