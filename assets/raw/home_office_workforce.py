"""Police officers, staff and volunteers by force, out of the Home Office's workforce workbook.

Grain     one row per row of a sheet (a force, region or total), kind of worker, measure and date
Supplier  Home Office: Police workforce, England and Wales, the tables (ODS)
Arrives   twice a year, about four months after 30 September and 31 March
Rights    Open Government Licence v3.0; counts by force; no personal data

The workbook is for people: a sheet a table. A sheet is found by its title (who, by police force area,
full-time equivalents or headcount), its columns by the dates above them; changes and percentages
are left out. Full-time equivalents and headcount are different counts and never mixed. Regions and
totals stay in raw; West Midlands is both a region and, further down, a force.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.contract.periods import MONTH_NUMBERS, SHORT_MONTH, last_day
from pipelines.ingest.readers.headed import folded, sheets

HEADER = ["Area code", "Area name", "Worker type", "Measure", "As at", "Workers", "Edition"]
WORKERS = {
    "police officers": "police_officer",
    "police staff and designated officers": "police_staff_and_designated_officer",
    "police staff": "police_staff",
    "designated officers": "designated_officer",
    "police community support officers": "police_community_support_officer",
    "special constables": "special_constable",
    "police support volunteers": "police_support_volunteer",
}
TITLE_ROWS, HEADER_ROWS = 3, 12
MARKERS = {"": "missing", "..": "missing", "[x]": "missing", "[z]": "not_applicable", "-": "zero"}
_TITLE = re.compile(
    rf"(?:worksheet |table )?(?:[a-z]{{0,2}}_?\d*[a-z]?\s*[:.]?\s+)?({'|'.join(WORKERS)})"
    r"[\d,\s]*(?:\(s\.\s*38, s\.\s*39\d?\)\s*)?(?:combined\s*)?(?:\[note[^\]]*\]\s*)*,?\s*"
    r"by police force area\b(.*)"
)
_CODE = re.compile(r"[EWKNX]\d{8}")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_DAY = re.compile(
    r"(?:as at:?\s*)?(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+)?"
    rf"({SHORT_MONTH})[a-z]*[\s-]+'?((?:19|20)\d\d|\d\d)\d?"
    r"\s*(?:\[note[^\]]*\]\s*)*"
)
_NOTE = re.compile(r"\s*(\[.*|(?<=[a-z\)])\d[\d,]*)$", re.IGNORECASE)


def read_workforce(path: Path) -> Records:
    """Find the sheets by force; hand over one record per area, kind of worker, measure and date."""
    seen: list[str] = []
    records: list[tuple[int, list[str]]] = []
    for _, rows in sheets(path):
        titles = [folded(cell) for row in rows[:TITLE_ROWS] for cell in row[:1] if cell]
        seen += titles[:1]
        found = next((match for title in titles if (match := _TITLE.fullmatch(title))), None)
        if found and (measure := _measure(found[2], rows)):
            records += _records(rows, WORKERS[found[1]], measure)
    if not records:
        return Records(seen[:20] or ["no title"], [])
    edition = max(cells[4] for _, cells in records)
    return Records(HEADER, [(line, [*cells, edition]) for line, cells in records])


def _measure(rest_of_title: str, rows: list[list[str]]) -> str:
    """Say what is counted, by the title or else by the words in a corner of the sheet."""
    corner = " ".join(folded(cell) for row in rows[1:HEADER_ROWS] for cell in row if len(cell) < 80)
    for words in (rest_of_title, corner):
        counts = {
            "full_time_equivalent": re.search(r"\bfte\b|full[- ]time equivalents?\b", words),
            "headcount": re.search(r"\bheadcounts?\b", words),
        }
        named = [measure for measure, match in counts.items() if match]
        if len(named) == 1:
            return named[0]
    return ""


def _records(rows: list[list[str]], worker: str, measure: str) -> Iterator[tuple[int, list[str]]]:
    top = next((n for n, row in enumerate(rows[:HEADER_ROWS]) if any(map(_date, row[1:]))), -1)
    if top < 0:
        return
    dates = {place: day for place, cell in enumerate(rows[top]) if place and (day := _date(cell))}
    first = min(dates)
    force = next((n for n, cell in enumerate(rows[top][:first]) if "force" in folded(cell)), -1)
    for number, row in enumerate(rows[top + 1 :], top + 2):
        code = next((cell for cell in row[:first] if _CODE.fullmatch(cell)), "")
        named = row[force] if force >= 0 else next((c for c in row[:first] if c and c != code), "")
        for place, day in dates.items():
            if named and place < len(row) and row[place]:
                name = _NOTE.sub("", named)
                yield number, [code, name, worker, measure, day.isoformat(), row[place]]


def _date(cell: str) -> dt.date | None:
    """Read a date that is all a cell says: 2019-09-30, 30 September 2019, Sep-19."""
    text = folded(cell)
    if match := _ISO.fullmatch(text):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(text):
        year, month = int(match[3]) % 2000 + 2000, MONTH_NUMBERS[match[2]]
        last = last_day(year, month)
        return last.replace(day=min(int(match[1]), last.day)) if match[1] else last
    return None


FEED = feed_of_one_table(
    "home_office_workforce",
    title="Police workforce",
    **source("home_office_workforce"),
    cadence="irregular",
    due_days=125,
    data_to="max(as_at_date)",
    columns=(
        Column("area_code", ("Area code",)),
        Column("area_name", ("Area name",), nullable=False),
        Column("worker_type", ("Worker type",), values=tuple(WORKERS.values()), nullable=False),
        Column(
            "measure", ("Measure",), values=("full_time_equivalent", "headcount"), nullable=False
        ),
        Column("as_at_date", ("As at",), type="date", nullable=False),
        Column(
            "worker_count",
            ("Workers",),
            type="double",
            number=True,
            minimum=0,
            markers=MARKERS,
            unit="workers",
        ),
        Column("edition_date", ("Edition",), type="date", nullable=False),
    ),
    file_patterns=(r".*\.(xlsx|xls|ods)",),
    partition_by=("edition_date",),
    reader=read_workforce,
)
