"""Crime, its rates and anti-social behaviour by force, out of the ONS police force area tables.

Grain     one row per row of a sheet (a force, region or nation), measure and year
Supplier  Office for National Statistics: Crime in England and Wales, police force area data tables
Arrives   yearly or quarterly, about four months after the year it is about
Rights    Open Government Licence v3.0; counts by force area; not designated as National Statistics

The workbook is for people: title rows, notes in headers and names, a sheet a table. Tables of
offences (P1, and the year before), of rates with the people and households they rest on (P3) and of
anti-social behaviour by year (P12) are found by their titles, whatever their number; changes and
single quarters are left out. Regions and nations stay in raw; West Midlands is both a region and,
further down, a force.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.contract.periods import MONTH_NAMES, MONTH_NUMBERS, last_day
from pipelines.ingest.readers.headed import folded, sheets

HEADER = ["Kind", "Area code", "Area name", "Year ending", "Measure", "Figure", "Edition"]
INCIDENTS = "Anti-social behaviour incidents"
TITLE_ROWS = 12
MARKERS = {
    "": "missing", "..": "missing", "[x]": "missing", ":": "missing", "n/a": "missing",
    "NA": "missing", "[u]": "suppressed", "[u1]": "suppressed", "[c]": "suppressed",
    "*": "suppressed", "[z]": "not_applicable", "-": "zero",
}  # fmt: skip
Cells = Iterator[tuple[int, list[str]]]
_YEAR = re.compile(
    r"apr(?:il)?\s*'?(\d{4}|\d\d)\s*(?:to|-|\N{EN DASH})\s*mar(?:ch)?\s*'?(\d{4}|\d\d)"
)
_YEAR_ENDING = re.compile(rf"year ending ({'|'.join(MONTH_NAMES).casefold()}) (\d{{4}})")
_CODE = re.compile(r"[EWKNX]\d{8}")
_NOTE = re.compile(r"\s*(\[.*|(?<=[a-z\)])\s*\d[\d,\s]*)$", re.IGNORECASE)


def read_tables(path: Path) -> Records:
    """Find the sheets by their titles; hand over one record per area, measure and year."""
    seen: list[str] = []
    records: list[tuple[int, list[str]]] = []
    for _, rows in sheets(path):
        titles = [folded(cell) for row in rows[:TITLE_ROWS] for cell in row[:2] if cell]
        seen += titles[:1]
        title = " ".join(titles[:3])
        if any("anti-social behaviour incidents" in one for one in titles):
            records += _incidents(rows)
        elif "recorded crime by offence group and police force area" in title:
            kind = _kind(title)
            years = sorted(set(_YEAR_ENDING.findall(title)))
            if kind and len(years) == 1:
                records += _of_one_year(rows, kind, _last_day(*years[0]))
    if not records:
        return Records(seen[:20] or ["no title"], [])
    edition = max(cells[3] for _, cells in records)
    return Records(HEADER, [(line, [*cells, edition]) for line, cells in records])


def _kind(title: str) -> str:
    """Say what a table of recorded crime counts; nothing for changes and single quarters."""
    if "percentage change" in title or re.search(r"january to march|\(jan", title):
        return ""
    if "per 1,000 population" in title:
        return "recorded_crime_rate"
    return "recorded_crime" if "number of offences" in title else ""


def _of_one_year(rows: list[list[str]], kind: str, year_end: dt.date) -> Cells:
    """Read a table whose columns are offences, all of the year in its title."""
    top = next((n for n, row in enumerate(rows[:20]) if _total_place(row) > 0), -1)
    if top < 0:
        return
    names = [_NOTE.sub("", " ".join(cell.split())) for cell in rows[top]]
    first = next((n for n, cell in enumerate(names) if "figures" in folded(cell)), -1)
    first = first if first > 0 else _total_place(rows[top])
    for number, row in enumerate(rows[top + 1 :], top + 2):
        code, name = _area(row[:first])
        for place in range(first, len(names)):
            if name and names[place] and place < len(row) and row[place]:
                yield number, [kind, code, name, year_end.isoformat(), names[place], row[place]]


def _total_place(row: list[str]) -> int:
    cells = [folded(cell) for cell in row]
    return next((n for n, c in enumerate(cells) if re.match(r"total (police )?recorded", c)), -1)


def _incidents(rows: list[list[str]]) -> Cells:
    """Read the table of anti-social behaviour, whose columns are years."""
    top = next((n for n, row in enumerate(rows) if sum(map(bool, map(_year, row))) >= 2), -1)
    if top < 0:
        return
    columns = _incident_columns(rows[top], rows[top + 1] if top + 1 < len(rows) else [])
    if not columns:
        return
    for number, row in enumerate(rows[top + 1 :], top + 2):
        code, name = _area(row[: min(columns)], row)
        figures = {place: row[place] for place in columns if place < len(row) and row[place]}
        if name and figures and "incidents" not in folded(" ".join(figures.values())):
            for place, figure in figures.items():
                year = columns[place].isoformat()
                yield number, ["antisocial_behaviour", code, name, year, INCIDENTS, figure]


def _area(cells: list[str], whole: list[str] | None = None) -> tuple[str, str]:
    """Take the code and the name of a row's area, the name without its notes."""
    code = next((cell for cell in whole or cells if _CODE.fullmatch(cell)), "")
    return code, _NOTE.sub("", next((cell for cell in cells if cell and cell != code), ""))


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
    match = _YEAR.search(folded(cell))
    return dt.date(2000 + int(match[2][-2:]), 3, 31) if match else None


def _last_day(month: str, year: str) -> dt.date:
    return last_day(int(year), MONTH_NUMBERS[month])


FEED = feed_of_one_table(
    "ons_force_area_tables",
    title="Police force area tables, ONS",
    **source("ons_force_area_tables"),
    cadence="annual",
    due_days=125,
    data_to="max(year_end_date)",
    columns=(
        Column(
            "table_kind",
            ("Kind",),
            values=("recorded_crime", "recorded_crime_rate", "antisocial_behaviour"),
            nullable=False,
        ),
        Column("area_code", ("Area code",)),
        Column("area_name", ("Area name",), nullable=False),
        Column("year_end_date", ("Year ending",), type="date", nullable=False),
        Column("measure", ("Measure",), nullable=False),
        Column("figure", ("Figure",), type="double", number=True, markers=MARKERS),
        Column("edition_end_date", ("Edition",), type="date", nullable=False),
    ),
    file_patterns=(r".*\.(xlsx|xls|ods)",),
    partition_by=("edition_end_date",),
    reader=read_tables,
)
