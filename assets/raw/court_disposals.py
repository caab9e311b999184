"""Sentencing: nationally by quarter, and by police force area and year (Outcomes by Offence).

Grain     one row per quarter and measure of the sheet (workbook); one row per combination of year,
          police force area, offence and outcome that anyone was sentenced in (Outcomes by Offence)
Supplier  Ministry of Justice: Criminal justice system statistics quarterly
Arrives   quarterly, about five months after the quarter; Outcomes by Offence yearly
Rights    Open Government Licence v3.0; counts of people and companies; no personal data

Outcomes by Offence numbers its values (`01: Male`) and leaves out combinations that are nought.
Editions name its columns a little differently. A year is a calendar year, and a later edition
restates it whole.

Headers of the workbook are merged over several rows and data begin wherever the editor left them,
so the sheet and the rows are found by their words: a data row names a quarter (`Q1 2019`), the row
above the first of them is the header, and the three rows above that hold court, section and
category. The yearly totals lower down name no quarter, so nothing is counted twice. The police and
prison sheets of the workbook are other statistics and are not read.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import folded, sheets

HEADER = ["Sheet", "Court", "Section", "Category", "Measure", "Quarter", "Value"]
HEADING_ROWS = 3
NAMED = ("utf-8", "cp1252")
_QUARTER = re.compile(r"q([1-4])[ -]*((?:19|20)\d\d)|((?:19|20)\d\d)[ -]*q([1-4])")
_CHECK = re.compile(r"check ?sum", re.IGNORECASE)
_MARKER = re.compile(r"\.\.|-")


def read_courts(path: Path) -> Records:
    """Lay every quarter's figures out in long form, one record per filled cell."""
    seen: list[str] = []
    for name, rows in sheets(path):
        seen += [cell for row in rows[:1] for cell in row if cell]
        first = next((n for n, row in enumerate(rows) if _quarter(row)), 0)
        if first > HEADING_ROWS and _names_both_courts(rows[:first]):
            return Records(HEADER, _records(name, rows, first))
    return Records(seen[:20], iter(()))


def _names_both_courts(rows: list[list[str]]) -> bool:
    courts = {folded(cell)[:5] for row in rows for cell in row if _is_court(cell)}
    return len(courts) > 1


def _is_court(cell: str) -> bool:
    return folded(cell).startswith(("magistrates", "crown court"))


def _records(sheet: str, rows: list[list[str]], first: int) -> Iterator[tuple[int, list[str]]]:
    measures = rows[first - 1]
    categories = rows[first - 2]
    court, section = (_filled(rows[first - n]) for n in (4, 3))
    for number, row in enumerate(rows[first:], first + 1):
        quarter = _quarter(row)
        if not quarter:
            continue
        for place, value in enumerate(row):
            if not value or not measures[place] or not _is_court(court[place]):
                continue
            if _CHECK.search(measures[place]) or _MARKER.fullmatch(value):
                continue
            headings = [court[place], section[place], categories[place], measures[place]]
            yield number, [sheet, *headings, quarter, value]


def _filled(row: list[str]) -> list[str]:
    """Spread a merged heading over the columns it stands above."""
    spread, last = [], ""
    for cell in row:
        last = cell or last
        spread.append(last)
    return spread


def _quarter(row: list[str]) -> str:
    """Return the quarter a row is about, as `2019 Q1`, or nothing."""
    for cell in row[:6]:
        if match := _QUARTER.fullmatch(folded(cell)):
            quarter, year = match[1] or match[4], match[2] or match[3]
            return f"{year} Q{quarter}"
    return ""


OUTCOMES_BY_OFFENCE = Layout(
    table="court_disposals_by_area",
    columns=(
        Column(
            "year", ("Year", "Year of Appearance"), type="integer", minimum=1990, nullable=False
        ),
        Column("sex", ("Sex",)),
        Column("age_group", ("Age Group",)),
        Column("police_force_area", ("Police Force Area", "PFA"), nullable=False),
        Column("offence_type", ("Offence Type",), required=False),
        Column("offence_group", ("Offence Group",)),
        Column("offence", ("Offence",), required=False),
        Column("sentence_outcome", ("Sentence Outcome", "Outcome"), nullable=False),
        Column(
            "custodial_sentence_length",
            ("Custodial Sentence Length", "Sentence Length"),
            required=False,
        ),
        Column(
            "sentenced_count",
            ("Sentenced", "Count", "Number Sentenced"),
            type="bigint",
            number=True,
            minimum=0,
            nullable=False,
            unit="defendants",
            markers={"": "missing"},
        ),
    ),
    partition_by=("year",),
    encodings=NAMED,
    ignore=(r"(grand )?total\b.*", r"(notes?|source|crown copyright)\b.*"),
    complete_by=("year", "police_force_area"),
)

FEED = Feed(
    feed_id="court_disposals",
    title="Sentencing in England and Wales",
    **source("moj_criminal_justice"),
    cadence="quarterly",
    due_days=170,
    data_to=(
        "max(last_day(make_date(left(quarter, 4)::integer, 3 * right(quarter, 1)::integer, 1))) "
        "filter (section ilike '%sentenc%')"
    ),
    layouts=(
        Layout(
            table="court_disposals",
            columns=(
                Column("sheet", ("Sheet",)),
                Column("court", ("Court",), nullable=False),
                Column("section", ("Section",)),
                Column("category", ("Category",)),
                Column("measure", ("Measure",), nullable=False),
                Column("quarter", ("Quarter",), pattern=r"\d{4} Q[1-4]", nullable=False),
                Column("value", ("Value",), type="double", number=True, missing=("..", "-", "*")),
            ),
            file_patterns=(r".*\.(xlsx|xls)",),
            key=("court", "section", "measure", "quarter"),
            partition_by=("quarter",),
            reader=read_courts,
        ),
        OUTCOMES_BY_OFFENCE,
    ),
)
