"""Children entering the youth justice system for the first time, by local authority and year.

Grain     one row per area, measure and year ending (the published table's years are its columns)
Supplier  Ministry of Justice and Youth Justice Board: Youth justice statistics, chapter 2
Arrives   yearly, about thirteen months after the year, as a workbook or as CSV of one of its tables
Rights    Open Government Licence v3.0; counts of children by area; small counts come suppressed

Titles and names carry footnote marks (`Numbers of child first time entrants(1)(2), by Local
Authority, years ending December 2009 to 2018`). What a table counts is read from its title: numbers,
rates per 100,000 children aged 10 to 17, or the population of that age; which month the years end
in too. Other tables of the workbook (by age, sex or offence) are not read.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.contract.periods import MONTH_NAMES, MONTH_NUMBERS, last_day
from pipelines.errors import FeedError
from pipelines.ingest.readers.headed import folded, grids

HEADER = ["Area code", "Area", "Area kind", "Measure", "Year ending", "Value"]
HEADINGS_BEFORE_DATA = 15
FEWEST_YEARS = 2
MARKERS = {
    "": "missing", "-": "zero", "..": "missing", "*": "suppressed", "[c]": "suppressed",
    "[x]": "missing", "[z]": "not_applicable", "NA": "missing",
}  # fmt: skip
_MARKS = re.compile(r"\s*(\((\d+|[a-z])\)|\[(note )?\d+\])+", re.IGNORECASE)
_YEAR = re.compile(r"(?:.* )?((?:19|20)\d\d)")
_AREA = re.compile(r"local authority|police force|youth (?:justice|offending)|\barea\b|region")
_COMPARISON = re.compile(r"change|%|per cent|rank|note", re.IGNORECASE)
_CODE = re.compile(r"[EWK]\d{8}")


def read_entrants(path: Path) -> Records:
    """Lay every table by area out in long form, one record per area and year."""
    seen: list[str] = []
    found: list[tuple[int, list[str]]] = []
    for _, rows in grids(path):
        seen += [cell for row in rows[:3] for cell in row if cell]
        for place, row in enumerate(rows[:HEADINGS_BEFORE_DATA]):
            titles = " ".join(_bare(cell) for above in rows[:place] for cell in above if cell)
            measure, month = _measure(titles), _month_ending(titles)
            years = {n: year for n, cell in enumerate(row) if (year := _year(cell))}
            if measure and month and len(years) >= FEWEST_YEARS and _names_areas(row, years):
                _check_years(row, years)
                found += _cells(rows, place, measure, month, years)
                break
    return Records(HEADER if found else seen[:20], iter(found))


def _names_areas(row: list[str], years: dict[int, str]) -> bool:
    """Say whether the columns before the years are of areas, and not of ages or offences."""
    return any(_AREA.search(folded(cell)) for cell in row[: min(years)])


def _check_years(row: list[str], years: dict[int, str]) -> None:
    """Refuse a header that repeats a year, or has a column among the years that is none."""
    if len(set(years.values())) < len(years):
        twice = ", ".join(sorted({y for y in years.values() if list(years.values()).count(y) > 1}))
        raise FeedError(f"the year {twice} stands more than once. Ask the supplier which is right.")
    for cell in row[min(years) :]:
        if cell and not _year(cell) and not _COMPARISON.search(cell):
            raise FeedError(f"{cell!r} is not a year. Ask the supplier what that column holds.")


def _cells(
    rows: list[list[str]], place: int, measure: str, month: int, years: dict[int, str]
) -> Iterator[tuple[int, list[str]]]:
    header = [folded(_bare(cell)) for cell in rows[place]]
    first = min(years)
    names = [n for n in range(first) if header[n] and "code" not in header[n]]
    kind = header[names[-1]] if names else ""
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if row == rows[place]:
            raise FeedError(
                f"line {number}: the header stands a second time, so two tables were joined. "
                "Ask the supplier for each table by itself."
            )
        code = next((cell for cell in row[:first] if _CODE.fullmatch(cell)), "")
        name = next((row[n] for n in reversed(names) if row[n]), "")
        if not name or not any(row[n] for n in years if n < len(row)):
            continue  # a heading of a group of areas, a blank line or a note
        for n, year in years.items():
            ending = last_day(int(year), month).isoformat()
            yield number, [code, _bare(name), kind, measure, ending, row[n] if n < len(row) else ""]


def _measure(titles: str) -> str:
    words = folded(titles)
    if "population" in words and "10" in words and "per 100,000" not in words:
        return "population"
    if "first time entrants" not in words.replace("-", " "):
        return ""
    return "rate per 100,000" if "rate" in words and "100,000" in words else "number"


def _month_ending(titles: str) -> int:
    """Return the month that the years end in; a population is of the middle of the year."""
    words = folded(titles)
    match = re.search(rf"years? ending (?:\d+ )?({'|'.join(MONTH_NAMES).casefold()})", words)
    if match:
        return MONTH_NUMBERS[match[1]]
    return MONTH_NUMBERS["december"] if _measure(titles) == "population" else 0


def _bare(cell: str) -> str:
    """Take footnote marks off a title or a name."""
    return _MARKS.sub("", " ".join(cell.split())).strip()


def _year(cell: str) -> str:
    match = _YEAR.fullmatch(folded(_bare(cell)))
    return match[1] if match else ""


FEED = feed_of_one_table(
    "first_time_entrants",
    title="First time entrants to the youth justice system",
    **source("youth_justice_entrants"),
    cadence="annual",
    due_days=400,
    data_to="max(year_ending) filter (measure <> 'population')",
    columns=(
        Column("area_code", ("Area code",), pattern=r"[EWK]\d{8}"),
        Column("area_name", ("Area",), nullable=False),
        Column("area_kind", ("Area kind",), nullable=False),
        Column(
            "measure",
            ("Measure",),
            values=("number", "rate per 100,000", "population"),
            nullable=False,
        ),
        Column("year_ending", ("Year ending",), type="date", nullable=False),
        Column(
            "value",
            ("Value",),
            type="double",
            number=True,
            minimum=0,
            markers=MARKERS,
            keeps_state=True,
        ),
    ),
    file_patterns=(r".*\.(xlsx|xls|ods|csv)",),
    key=("area_name", "area_kind", "measure", "year_ending"),
    partition_by=("area_kind", "measure", "year_ending"),
    ignore=(r"(grand )?total\b.*",),
    reader=read_entrants,
    complete_by=("area_name", "measure", "year_ending"),
)
