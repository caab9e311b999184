"""Writes figures as an accessible workbook: a cover that explains, one table, no live formula."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines import effects
from pipelines.errors import ConfigurationError
from snapshot import synthetic
from snapshot.metric_fields import further_facts
from snapshot.published import Row, lines

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class _OfSnapshot:
    """Rows of a snapshot; `snapshot` is its own line about itself."""

    snapshot: Row
    rows: list[Row]

    @property
    def stamp(self) -> str:
        """Return the sentence that must stand on whatever is made of synthetic deliveries."""
        return synthetic.stamp(self.snapshot)

    @property
    def as_at(self) -> str:
        """Say of which day and which snapshot the rows are."""
        day = self.snapshot["business_date"]
        return f"As at {day.day} {day:%B %Y}. Snapshot {self.snapshot['snapshot_id']}."


@dataclass(frozen=True)
class MeasureSheet(_OfSnapshot):
    """The figures of one measure."""

    metric: Row

    @property
    def caveats(self) -> tuple[str, ...]:
        """Return what must print with the figures."""
        return lines(self.metric["caveats"])


@dataclass(frozen=True)
class TableSheet(_OfSnapshot):
    """Rows of a published table; `columns` give each its meaning."""

    title: str
    about: list[str]
    columns: dict[str, str]


MOST_ROWS = 30_000  # gptables takes about two milliseconds a row
# Analysis Function shorthand (Symbols in tables), and [n], [i] and [w] which are ours; each is
# explained on the cover and above the table.
SHORTHAND = {
    "missing": "[x]",
    "suppressed": "[c]",
    "withheld": "[w]",
    "not_applicable": "[z]",
    "not_due": "[n]",
    "immature": "[i]",
}
NOT_APPLICABLE = "[z]"
# gptables' defaults would make live formulas and links of text that suppliers wrote.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADINGS = {
    "area_code": "Area code",
    "area_name": "Area",
    "breakdown_value": "Part",
    "period_type": "Length of period",
    "period_start_date": "First day",
    "period_end_date": "Last day",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Figure",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "state": "State",
    "first_published_value": "Figure as first published",
    "source_release": "Source release",
    "reason": "What to know",
}
_FIGURES = ("numerator", "denominator", "value", "lower", "upper", "first_published_value")
_ALWAYS = ("area_code", "area_name", "period_type", "period_end_date", "value", "state")


def measure_bytes(export: MeasureSheet, states: Mapping[str, str]) -> bytes:
    """Return a measure as a workbook; the same snapshot gives the same bytes."""
    import gptables

    if len(export.rows) > MOST_ROWS:
        raise ConfigurationError(
            f"{export.metric['metric_id']}: has {len(export.rows):,} figures, too many for a "
            f"workbook that can be read ({MOST_ROWS:,}). Use --format csv."
        )
    title = _text(export.metric["title"])
    sheet = gptables.GPTable(
        _table(export),
        table_name="figures",
        title=title,
        subtitles=[_text(line) for line in (export.stamp, export.as_at) if line],
        instructions="This worksheet contains one table. The cover explains the states.",
        scope=_text(f"Counts {export.metric['population']}, by {export.metric['geography']}."),
        source=_text(f"Source: {export.metric['publisher']}."),
        legend=_legend(states),
        index_columns={2: 0},
    )
    return _written("Figures", sheet, _cover(export, states), export)


def table_bytes(sheet: TableSheet) -> bytes:
    """Return rows of a published table as a workbook, under the names that its columns have."""
    import gptables
    import pandas as pd

    title = _text(sheet.title)
    frame = pd.DataFrame(
        [[_cell(row.get(column)) for column in sheet.columns] for row in sheet.rows]
        or [["no row is published", *[NOT_APPLICABLE] * (len(sheet.columns) - 1)]],
        columns=list(sheet.columns),
        dtype="object",
    )
    table = gptables.GPTable(
        frame,
        table_name="rows",
        title=title,
        subtitles=[_text(line) for line in (sheet.stamp, sheet.as_at) if line],
        instructions="This worksheet contains one table. The cover says what each column holds.",
        legend=[f"{NOT_APPLICABLE} stands in a cell that holds nothing."],
        index_columns={2: 0},
    )
    cover = gptables.Cover(
        title=title,
        intro=[_text(line) for line in (sheet.stamp, *sheet.about, sheet.as_at) if line],
        about=[_text(f"Column {name}: {said}") for name, said in sheet.columns.items()],
        contact=[_text(sheet.snapshot["office_name"])],
    )
    return _written("Rows", table, cover, sheet)


def _written(label: str, sheet: Any, cover: Any, about: _OfSnapshot) -> bytes:
    import gptables

    snapshot = about.snapshot
    with effects.scratch() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables asks for notes, and uses pandas 3 as pandas 2
        path = folder / "export.xlsx"
        book = gptables.produce_workbook(
            path,
            {label: sheet},
            cover=cover,
            contentsheet_label=None,
            workbook_options=OPTIONS,
        )
        book.set_properties(
            {
                "title": cover.title,
                "author": snapshot["office_name"],
                "comments": " ".join(filter(None, (about.stamp, about.as_at))),
                "created": snapshot["published_at"],
            }
        )
        book.close()
        return path.read_bytes()


def _cell(value: object) -> object:
    """Give a cell as the CSV has it; a number stays one, all else is text."""
    if value is None or (isinstance(value, float) and value != value):
        return NOT_APPLICABLE
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _text(str(value)) or NOT_APPLICABLE


def _cover(export: MeasureSheet, states: Mapping[str, str]) -> Any:
    """Say what the figures are, how old, with what caveats, and what each state means."""
    import gptables

    metric = export.metric
    return gptables.Cover(
        title=_text(metric["title"]),
        intro=[_text(line) for line in (export.stamp, metric["definition"], export.as_at) if line],
        about=[
            *(f"Caveat: {_text(caveat)}" for caveat in export.caveats),
            f"Unit: {_text(metric['unit'])}. Better when: {_text(metric['better_when'])}.",
            f"Publisher of the source: {_text(metric['publisher'])}.",
            *(f"{_text(fact)}." for fact in further_facts(metric)),
            *(f"State {state}: {meaning}." for state, meaning in states.items()),
            *_legend(states),
        ],
        contact=[_text(f"{metric['owner']}, {export.snapshot['office_name']}")],
    )


def _legend(states: Mapping[str, str]) -> list[str]:
    shown = [
        f"{sign} {state.replace('_', ' ')}: {states[state]}" for state, sign in SHORTHAND.items()
    ]
    return ["Shorthand in place of a figure or a word:", *shown]


def _table(export: MeasureSheet) -> "pd.DataFrame":
    """Lay the rows out with headings in words; leave out columns that hold nothing."""
    import pandas as pd

    rows = export.rows or [
        {"area_code": "none", "area_name": "No figure is published yet", "state": "missing"}
    ]
    columns = [
        column
        for column in HEADINGS
        if column in _ALWAYS or any(row.get(column) is not None for row in rows)
    ]
    return pd.DataFrame(
        [[_shown(row, column) for column in columns] for row in rows],
        columns=[HEADINGS[column] for column in columns],
        dtype="object",
    )


def _shown(row: dict[str, Any], column: str) -> object:
    value = row.get(column)
    if value is None and column == "breakdown_value":
        return "Total"
    if value is None:
        has_gap = column in _FIGURES and row.get("value") is None
        return SHORTHAND.get(row["state"], "[x]") if has_gap else NOT_APPLICABLE
    if isinstance(value, float) and value != value:  # not a number: there is no figure
        return SHORTHAND["missing"]
    return value if column in _FIGURES else _text(str(value))


def _text(text: str) -> str:
    """Keep gptables from reading its own markup in text: links `[a](b)` and notes `$$a$$`."""
    inert = " ".join(text.split()).replace("](", "] (").replace("$$", "$ $")
    return inert if any(letter.isalnum() for letter in inert) else f"{inert} (as delivered)"
