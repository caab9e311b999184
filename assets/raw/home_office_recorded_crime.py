"""Police recorded crime by offence and quarter, exactly as the Home Office publishes it.

Grain     one row per police force, financial quarter and offence (code and description)
Supplier  Home Office: Police recorded crime open data tables
Arrives   quarterly, about four months after the quarter
Rights    Open Government Licence v3.0; counts by force area; no personal data

A count may be negative (records transferred or cancelled), a year may have fewer than four
quarters, one code may have several descriptions, and some forces are not territorial. Delivered as
text (the open data tables as CSV, or a filtered extract) or as the Home Office's own workbook, a
sheet a year.
"""

from collections.abc import Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import MISSING_MARKERS, Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import folded, sheets

COLUMNS = (
    Column("financial_year", ("Financial Year", "FY"), pattern=r"\d{4}[/-]\d\d", nullable=False),
    Column(
        "financial_quarter",
        ("Financial Quarter", "Quarter"),
        type="integer",
        minimum=1,
        nullable=False,
        description="1 is April to June.",
    ),
    Column("force_name", ("Force Name", "Force"), nullable=False),
    Column("offence_description", ("Offence Description",)),
    Column("offence_group", ("Offence Group", "Group"), nullable=False),
    Column("offence_subgroup", ("Offence Subgroup", "Offence Sub-group")),
    Column("offence_code", ("Offence Code",), missing=("", "NA")),
    Column(
        "offence_count",
        ("Number of Offences", "Offences", "n"),
        type="double",
        number=True,
        missing=MISSING_MARKERS,
        description="May be negative: records transferred or cancelled.",
    ),
    Column("is_territorial", ("territorial",), type="boolean", required=False, missing=("", "NA")),
)
REVISED_WHOLE = ("financial_year", "financial_quarter", "force_name")
HEADINGS_BEFORE_DATA = 12


def read_years(path: Path) -> Records:
    """Join the sheets that have the header of the open data tables."""
    return joined_sheets(path, {"financial year", "financial quarter"})


def joined_sheets(path: Path, words: set[str], without: frozenset[str] = frozenset()) -> Records:
    """Join the sheets whose header has these words, each in the order of the first one's columns.

    A sheet whose header has one of the words `without` is passed over.
    """
    header: list[str] = []
    records: list[tuple[int, list[str]]] = []
    seen: list[str] = []
    for _, rows in sheets(path):
        seen += [cell for row in rows[:3] for cell in row if cell]
        for number, row in enumerate(rows[:HEADINGS_BEFORE_DATA]):
            cells = {folded(cell) for cell in row}
            if words <= cells and not without & cells:
                header = header or row
                records += _in_order(header, row, rows, number + 1)
                break
    return Records(header or seen[:20], records)


def _in_order(
    header: list[str], row: list[str], rows: list[list[str]], first: int
) -> Iterator[tuple[int, list[str]]]:
    """Give a sheet's records with their cells in the order of the first sheet's header."""
    names = [folded(cell) for cell in row]
    places = [names.index(name) if name in names else -1 for name in map(folded, header)]
    for number, cells in enumerate(rows[first:], first + 1):
        if any(cells):
            yield number, [cells[place] if 0 <= place < len(cells) else "" for place in places]


FEED = Feed(
    feed_id="home_office_recorded_crime",
    title="Police recorded crime",
    **source("home_office_crime"),
    cadence="quarterly",
    due_days=122,
    data_to=(
        "max(last_day(make_date(left(financial_year, 4)::integer, 1, 1)"
        " + to_months(3 * financial_quarter::integer + 2)))"
    ),
    layouts=(
        Layout(
            table="home_office_recorded_crime",
            columns=COLUMNS,
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
        ),
        Layout(
            table="home_office_recorded_crime_workbook",
            columns=COLUMNS,
            file_patterns=(r".*\.(xlsx|xls|ods)",),
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
            reader=read_years,
        ),
    ),
)
