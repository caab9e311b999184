"""Public confidence in the local police, from the Crime Survey for England and Wales.

Grain     one row per police force area and year ending March
Supplier  Office for National Statistics: Crime Survey for England and Wales, police force area tables
Arrives   yearly, six to nine months after March
Rights    Open Government Licence v3.0; percentages of a sample; no personal data

The sheet is found by its header: an area, the percentage who say that the police in their local area
do a good or excellent job, and the unweighted base. The year is a column, or is read from the
sheet's titles or the file's name (`year ending March 2019`). Regions and nations stay in raw. The
survey was not done face to face in the year ending March 2021, and areas were not published then.
An interval is kept where the edition prints one; one is never computed from the base, since the
survey's design makes it wider than that of a simple sample.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assets.raw.police_complaints import NOTES
from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.ingest.readers.headed import folded, joined_tables

MARKERS = {
    "": "missing",
    "..": "missing",
    ":": "missing",
    "[x]": "missing",
    "-": "not_applicable",
    "[z]": "not_applicable",
    "*": "suppressed",
    "[c]": "suppressed",
    "[u]": "suppressed",
}
YEAR_HEADER = "Year ending"
_YEAR = re.compile(r"(?:year ?ending ?march|to mar(?:ch)?)[ '_-]*((?:19|20)?\d\d)(?!\d)")
_MARCH = re.compile(r"mar(?:ch)?[ '-]*((?:19|20)?\d\d)")
_IS_YEAR = re.compile(r"year( ending.*)?|period")
_AREA = r"(police force( area)?|area|force|pfa|geography)( name)?"
_NOTE = r"\s*(\[.*|\d*)"
_RATING = r".*(good or excellent|excellent or good|good ?/ ?excellent|agree).*"
_IS_BOUND = r"(?=.*(lower|upper|confidence interval))"


def read_confidence(path: Path) -> Records:
    """Find the tables of the rating by area; carry the year of titles or file name to each row."""
    found = joined_tables(path, _is_header, _IS_YEAR.fullmatch, (YEAR_HEADER, _year))
    years = [n for n, cell in enumerate(found.header) if _IS_YEAR.fullmatch(folded(cell))]
    return Records(found.header, _dated(found.rows, years))


def _is_header(row: list[str]) -> bool:
    words = [folded(cell) for cell in row]
    return any(word.startswith("unweighted base") for word in words) and any(
        re.fullmatch(_RATING, word) for word in words
    )


def _dated(
    rows: Iterable[tuple[int, list[str]]], years: list[int]
) -> Iterator[tuple[int, list[str]]]:
    for line, cells in rows:
        yield line, [_date(cell) if n in years else cell for n, cell in enumerate(cells)]


def _date(cell: str) -> str:
    match = _YEAR.search(folded(cell)) or _MARCH.fullmatch(folded(cell))
    return f"{2000 + int(match[1][-2:])}-03-31" if match else cell


def _year(text: str) -> str:
    match = _YEAR.search(text.replace("_", " "))
    return f"{2000 + int(match[1][-2:])}-03-31" if match else ""


FEED = feed_of_one_table(
    "public_confidence",
    title="Public confidence in the police",
    **source("ons_crime_survey"),
    cadence="annual",
    due_days=270,
    data_to="max(year_end_date)",
    columns=(
        Column(
            "area_code",
            ("Area code", rf"re:(area|pfa|geography|force) ?code{_NOTE}"),
            required=False,
        ),
        Column("area_name", ("Area name", rf"re:{_AREA}{_NOTE}"), nullable=False),
        Column(
            "percent_good",
            ("Police do a good or excellent job (%)", rf"re:(?!{_IS_BOUND}){_RATING}"),
            type="double",
            number=True,
            minimum=0,
            markers=MARKERS,
            keeps_state=True,
            unit="percent",
        ),
        Column(
            "lower_percent",
            ("Lower confidence interval", r"re:.*lower.*"),
            type="double",
            number=True,
            required=False,
            markers=MARKERS,
            unit="percent",
        ),
        Column(
            "upper_percent",
            ("Upper confidence interval", r"re:.*upper.*"),
            type="double",
            number=True,
            required=False,
            markers=MARKERS,
            unit="percent",
        ),
        Column(
            "unweighted_base",
            ("Unweighted base", r"re:unweighted base.*"),
            type="integer",
            number=True,
            minimum=0,
            markers=MARKERS,
            unit="respondents",
        ),
        Column(
            "year_end_date",
            (YEAR_HEADER, r"re:year( ending.*)?|period"),
            type="date",
            nullable=False,
        ),
    ),
    file_patterns=(r".*\.(csv|xlsx|xls|ods)",),
    partition_by=("year_end_date",),
    ignore=NOTES,
    reader=read_confidence,
)
