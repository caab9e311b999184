"""Proven reoffending: national, by local authority, by sentence length and by index offence.

Grain     one row per cohort, group and rate (national); per area or sentence length (workbooks);
          per index offence
Supplier  Ministry of Justice: Proven reoffending statistics
Arrives   quarterly; a cohort is published about 22 months after it ends, since it is followed up
          for twelve months and courts are given six more
Rights    Open Government Licence v3.0; areas' small figures come suppressed

The national file mixes the old and the new measure, annual and three-monthly cohorts, and counts
with percentages in one column; core.reoffending_cohort takes them apart. 2001 was never measured.
Figures of the workbooks are kept as text, since `*` (suppressed) and `..` (not available) differ.
A workbook's cohort, of three months or of a year, and whether it is of adults, of children or of
all, stand in its titles.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import MISSING_MARKERS, Column, Feed, Layout, Records
from pipelines.contract.periods import MONTH_NAMES, MONTH_NUMBERS
from pipelines.ingest.readers.headed import folded, sheets

_PERIOD = re.compile(
    r"([A-Za-z]+)(?: (\d{4}))? (?:to|-|\N{EN DASH}) ([A-Za-z]+) (\d{4})", re.IGNORECASE
)
_YOUNG = re.compile(r"juvenile|child|youth|young")
FIGURE = r"-?[\d,]+(\.\d+)?%?|\*|~|\.\.|-|\[[cxz]\]|"
HEADINGS_BEFORE_DATA = 12


def read_areas(path: Path) -> Records:
    """Find the sheets with a header of areas, and carry title and group to every record."""
    return _read(path, AREA_COLUMNS)


def read_sentences(path: Path) -> Records:
    """Find the sheets with a header of sentence lengths."""
    return _read(path, SENTENCE_COLUMNS)


def _read(path: Path, columns: tuple[Column, ...]) -> Records:
    """Bind every sheet by its own header; each record has the cells of `columns` in their order."""
    header = [column.header[0] for column in columns]
    found: list[tuple[int, list[str]]] = []
    seen: list[str] = []
    for _, rows in sheets(path):
        seen += [cell for row in rows[:3] for cell in row if cell]
        for place, row in enumerate(rows[:HEADINGS_BEFORE_DATA]):
            if (places := _places(columns[:-2], row)) is not None:
                found += _rows(rows, place, places)
                break
    return Records(header if found else seen[:20], iter(found))


def _places(columns: tuple[Column, ...], row: list[str]) -> list[int | None] | None:
    """Find each column in a header row; None where one that is required is not there just once."""
    places: list[int | None] = []
    for column in columns:
        fits = [place for place, cell in enumerate(row) if cell and column.matches(cell)]
        if len(fits) > 1 or (column.required and not fits):
            return None
        places.append(fits[0] if fits else None)
    return places


def _rows(
    rows: list[list[str]], place: int, places: list[int | None]
) -> Iterator[tuple[int, list[str]]]:
    titles = [" ".join(cell.split()) for row in rows[:place] for cell in row if cell]
    period = next((found for title in titles if (found := _period(title))), "")
    group = _group(" ".join(titles))
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if any(row):
            cells = [row[p] if p is not None and p < len(row) else "" for p in places]
            if not any(cells[1:]):
                cells[0] = cells[0] or next(cell for cell in row if cell)
            yield number, [*cells, period, group]


def _period(title: str) -> str:
    """Write the cohort's months out in full, whether or not the year is said twice."""
    for first, year, last, end in _PERIOD.findall(title):
        start, stop = (MONTH_NUMBERS.get(name.casefold()) for name in (first, last))
        if start and stop:
            year = year or str(int(end) - (start > stop))
            return f"{MONTH_NAMES[start - 1]} {year} to {MONTH_NAMES[stop - 1]} {end}"
    return ""


def _group(titles: str) -> str:
    """Say whom a table is about; one that names both adults and children is about all."""
    words = folded(titles)
    adults, children = "adult" in words, bool(_YOUNG.search(words))
    if adults == children:
        return "All offenders"
    return "Adult offenders" if adults else "Juvenile offenders"


def _figure(name: str, *headers: str, required: bool = True) -> Column:
    return Column(name, headers, pattern=FIGURE, required=required)


NATIONAL = Layout(
    table="proven_reoffending",
    columns=(
        Column("measure", values=("old", "new"), nullable=False),
        Column("temporal_unit", values=("annual", "3-monthly"), nullable=False),
        Column("cohort_start", ("date",), type="date", nullable=False),
        Column("offender_group", ("group",), values=("Adult", "Juvenile", "All"), nullable=False),
        Column("rate", nullable=False),
        Column("value", type="double", number=True, missing=MISSING_MARKERS),
    ),
    key=("measure", "temporal_unit", "cohort_start", "offender_group", "rate"),
    partition_by=("measure", "temporal_unit", "cohort_start"),
    always_ends_with_newline=False,
)

COHORT = (
    Column("period", ("Period",), pattern=r"[A-Za-z]+ \d{4} to [A-Za-z]+ \d{4}", nullable=False),
    Column("offender_group", ("Group",)),
)
COUNTS = (
    _figure("offender_count", "Number of offenders", r"re:number of offenders( in.*)?"),
    _figure("reoffender_count", "Number of reoffenders", r"re:number of re-?offenders.*"),
    _figure("reoffence_count", "Number of reoffences", r"re:number of re-?offences(?! per).*"),
    _figure(
        "rate_percent",
        "Proportion of offenders who reoffend (%)",
        r"re:proportion of offenders who re-?offend.*",
        required=False,
    ),
    _figure(
        "frequency",
        "Average number of reoffences per reoffender",
        r"re:average number of re-?offences per re-?offender.*",
        required=False,
    ),
)
AREA_COLUMNS = (
    Column(
        "area_code",
        ("Local authority code", r"re:.*code.*"),
        pattern=r"[EWKNS]\d{8}",
        nullable=False,
    ),
    Column(
        "area_name",
        ("Local authority", r"re:(?!.*(code|number|proportion)).*(authority|area|region|force).*"),
    ),
    *COUNTS,
    *COHORT,
)
SENTENCE_COLUMNS = (
    Column(
        "sentence_length",
        ("Custodial sentence length", r"re:(?!.*number)(custodial )?sentence( length)?.*"),
        nullable=False,
    ),
    *COUNTS,
    *COHORT,
)
NOTES = r"(notes?|source|total|figures|suppress|data|this|these|\*|\.\.|\(|\d+\.)(\W.*)?"


def _workbook(
    table: str,
    columns: tuple[Column, ...],
    reader: Callable[[Path], Records],
    ignore: tuple[str, ...],
) -> Layout:
    return Layout(
        table=table,
        columns=columns,
        file_patterns=(r".*\.(xlsx|xls|ods)",),
        key=(columns[0].name, "period", "offender_group"),
        partition_by=("period", "offender_group"),
        ignore=ignore,
        reader=reader,
    )


BY_AREA = _workbook(
    "proven_reoffending_by_area", AREA_COLUMNS, read_areas, (NOTES, r"[a-z]+[ ,:].*")
)
BY_SENTENCE = _workbook(
    "proven_reoffending_by_sentence", SENTENCE_COLUMNS, read_sentences, (NOTES,)
)

BY_INDEX_OFFENCE = Layout(
    table="proven_reoffending_by_index_offence",
    columns=(
        Column("year_ending", type="date", nullable=False),
        Column("age", nullable=False),
        Column("index_offence", nullable=False),
        Column("proportion", type="double", missing=MISSING_MARKERS, minimum=0),
    ),
    key=("year_ending", "age", "index_offence"),
    partition_by=("year_ending",),
)

FEED = Feed(
    feed_id="proven_reoffending",
    title="Proven reoffending",
    **source("moj_reoffending"),
    cadence="quarterly",
    due_days=670,
    data_to=(
        "max(cohort_start + case temporal_unit when 'annual' then interval 1 year "
        "else interval 3 month end - interval 1 day)::date"
    ),
    layouts=(NATIONAL, BY_AREA, BY_INDEX_OFFENCE, BY_SENTENCE),
)
