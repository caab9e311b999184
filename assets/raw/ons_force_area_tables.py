"""Anti-social behaviour incidents by force, out of the ONS police force area tables.

Grain     one row per row of the sheet (a force, region or nation) and year ending March
Supplier  Office for National Statistics: Crime in England and Wales, police force area data tables
Arrives   yearly, about four months after March
Rights    Open Government Licence v3.0; counts by force area; not designated as National Statistics

The workbook is for people: title rows, notes in headers and names, a sheet a table. The sheet is
found by its title and its header by the years that stand in it, in one row or in two. Regions and
nations stay in raw; West Midlands is both a region and, further down, a force.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract import MISSING_MARKERS, Column, Feed, Layout, Records
from pipelines.workbook import folded, sheets

HEADER = ["Area code", "Area name", "Year ending", "Number of incidents", "Edition"]
TITLE_ROWS = 12
MISSING = (*MISSING_MARKERS, "[u]", "[u1]", ":", "n/a")
_YEAR = re.compile(
    r"apr(?:il)?\s*'?(\d{4}|\d\d)\s*(?:to|-|\N{EN DASH})\s*mar(?:ch)?\s*'?(\d{4}|\d\d)"
)
_CODE = re.compile(r"[EWKNX]\d{8}")
_NOTE = re.compile(r"\s*(\[.*|(?<=[a-z\)])\s*\d[\d,\s]*)$", re.IGNORECASE)


def read_incidents(path: Path) -> Records:
    """Find the sheet of anti-social behaviour by year; hand over one record per area and year."""
    seen: list[str] = []
    for _, rows in sheets(path):
        titles = [folded(cell) for row in rows[:TITLE_ROWS] for cell in row[:2] if cell]
        seen += titles[:1]
        if any("anti-social behaviour incidents" in title for title in titles):
            records = list(_records(rows))
            if records:
                return Records(HEADER, records)
    return Records(seen[:20], [])


def _records(rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    top = next((n for n, row in enumerate(rows) if sum(map(bool, map(_year, row))) >= 2), -1)
    if top < 0:
        return
    columns = _incident_columns(rows[top], rows[top + 1] if top + 1 < len(rows) else [])
    if not columns:
        return
    edition = max(columns.values()).isoformat()
    for number, row in enumerate(rows[top + 1 :], top + 2):
        code = next((cell for cell in row if _CODE.fullmatch(cell)), "")
        name = next((cell for cell in row[: min(columns)] if cell and cell != code), "")
        figures = {place: row[place] for place in columns if place < len(row) and row[place]}
        if name and figures and "incidents" not in folded(" ".join(figures.values())):
            for place, figure in figures.items():
                year = columns[place].isoformat()
                yield number, [code, _NOTE.sub("", name), year, figure, edition]


def _incident_columns(header: list[str], below: list[str]) -> dict[int, dt.date]:
    """Map the place of each column of counts to the end of its year, not those of rates."""
    found: dict[int, dt.date] = {}
    year: dt.date | None = None
    for place, cell in enumerate(header):
        year = _year(cell) or (year if not cell else None)
        words = folded(f"{cell} {below[place] if place < len(below) else ''}")
        if year and "incidents" in words and "per 1,000" not in words:
            found[place] = year
    return found


def _year(cell: str) -> dt.date | None:
    found = _YEAR.search(folded(cell))
    return dt.date(2000 + int(found[2][-2:]), 3, 31) if found else None


FEED = Feed(
    feed_id="ons_force_area_tables",
    title="Anti-social behaviour incidents, ONS",
    supplier="Office for National Statistics",
    owner="Performance analyst, OPCC",
    cadence="annual",
    due_days=125,
    rights="Open Government Licence v3.0",
    data_to="max(year_end_date)",
    doc=__doc__,
    layouts=(
        Layout(
            table="ons_antisocial_behaviour",
            columns=(
                Column("area_code", ("Area code",)),
                Column("area_name", ("Area name",), nullable=False),
                Column("year_end_date", ("Year ending",), type="date", nullable=False),
                Column(
                    "incident_count",
                    ("Number of incidents",),
                    type="bigint",
                    number=True,
                    minimum=0,
                    missing=MISSING,
                ),
                Column("edition_end_date", ("Edition",), type="date", nullable=False),
            ),
            file_patterns=(r".*\.(xlsx|xls|ods)",),
            partition_by=("edition_end_date",),
            reader=read_incidents,
        ),
    ),
)
