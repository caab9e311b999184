"""Proven reoffending: the national long file, the workbook by local authority, rates by offence.

Grain     one row per cohort, group and rate (national); per area (workbook); per index offence
Supplier  Ministry of Justice: Proven reoffending statistics
Arrives   quarterly; a cohort is published about 22 months after it ends, since it is followed up
          for twelve months and courts are given six more
Rights    Open Government Licence v3.0; areas' small figures come suppressed

The national file mixes the old and the new measure, annual and three-monthly cohorts, and counts
with percentages in one column; core.reoffending_cohort takes them apart. 2001 was never measured.
Figures of the workbook are kept as text, since `*` (suppressed) and `..` (not available) differ.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract import MISSING_MARKERS, Column, Feed, Layout, Records
from pipelines.workbook import folded, sheets

_PERIOD = re.compile(r"([A-Za-z]+ \d{4}) (?:to|-|\N{EN DASH}) ([A-Za-z]+ \d{4})")
FIGURE = r"-?[\d,]+(\.\d+)?%?|\*|\.\.|-|\[[cxz]\]|"
HEADINGS_BEFORE_DATA = 12


def read_areas(path: Path) -> Records:
    """Find the sheets with a local authority header, and carry title and group to every record."""
    header: list[str] = []
    found: list[tuple[int, list[str]]] = []
    seen: list[str] = []
    for _, rows in sheets(path):
        seen += [cell for row in rows[:3] for cell in row if cell]
        place = next(
            (n for n, row in enumerate(rows[:HEADINGS_BEFORE_DATA]) if _is_header(row)), -1
        )
        if place < 0:
            continue
        if not header:
            header = [*rows[place], "Period", "Group"]
        found += _area_rows(rows, place, len(header) - 2)
    return Records(header or seen[:20], iter(found))


def _is_header(row: list[str]) -> bool:
    words = [folded(cell) for cell in row]
    return any("code" in w for w in words) and any("reoffenders" in w for w in words)


def _area_rows(rows: list[list[str]], place: int, width: int) -> Iterator[tuple[int, list[str]]]:
    titles = [cell for row in rows[:place] for cell in row if cell]
    period = next((f"{t[1]} to {t[2]}" for title in titles if (t := _PERIOD.search(title))), "")
    group = next((title for title in titles if "offender" in title.casefold()[-12:]), "")
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if any(row):
            cells = (row + [""] * width)[:width]
            yield number, [*cells, period, group or "All offenders"]


def _figure(name: str, *headers: str, required: bool = True) -> Column:
    return Column(name, headers, pattern=FIGURE, required=required)


NATIONAL = Layout(
    table="proven_reoffending",
    columns=(
        Column("measure", ("measure",), values=("old", "new"), nullable=False),
        Column("temporal_unit", ("temporal_unit",), values=("annual", "3-monthly"), nullable=False),
        Column("cohort_start", ("date",), type="date", nullable=False),
        Column("offender_group", ("group",), values=("Adult", "Juvenile", "All"), nullable=False),
        Column("rate", ("rate",), nullable=False),
        Column("value", ("value",), type="double", number=True, missing=MISSING_MARKERS),
    ),
    key=("measure", "temporal_unit", "cohort_start", "offender_group", "rate"),
    partition_by=("measure", "temporal_unit", "cohort_start"),
    always_ends_with_newline=False,
)

BY_AREA = Layout(
    table="proven_reoffending_by_area",
    columns=(
        Column(
            "area_code",
            ("Local authority code", r"re:.*code.*"),
            pattern=r"[EWKNS]\d{8}",
            nullable=False,
        ),
        Column("area_name", ("Local authority", r"re:(?!.*code).*(authority|area|region).*")),
        _figure("offender_count", "Number of offenders", r"re:number of offenders.*"),
        _figure("reoffender_count", "Number of reoffenders", r"re:number of re-?offenders.*"),
        _figure("reoffence_count", "Number of reoffences", r"re:number of re-?offences(?! per).*"),
        _figure("rate_percent", r"re:proportion of offenders who re-?offend.*", required=False),
        _figure("frequency", r"re:average number of re-?offences per re-?offender", required=False),
        Column(
            "period", ("Period",), pattern=r"[A-Za-z]+ \d{4} to [A-Za-z]+ \d{4}", nullable=False
        ),
        Column("offender_group", ("Group",)),
    ),
    file_patterns=(r".*\.(xlsx|xls)",),
    key=("area_code", "period", "offender_group"),
    partition_by=("period", "offender_group"),
    ignore=(
        r"(notes?|source|total|figures|suppress|data|this|these|\*|\.\.|\(|\d+\.)(\W.*)?",
        r"[a-z]+[ ,:].*",
    ),
    reader=read_areas,
)

BY_INDEX_OFFENCE = Layout(
    table="proven_reoffending_by_index_offence",
    columns=(
        Column("year_ending", ("year_ending",), type="date", nullable=False),
        Column("age", ("age",), nullable=False),
        Column("index_offence", ("index_offence",), nullable=False),
        Column("proportion", ("proportion",), type="double", missing=MISSING_MARKERS, minimum=0),
    ),
    key=("year_ending", "age", "index_offence"),
    partition_by=("year_ending",),
)

FEED = Feed(
    feed_id="proven_reoffending",
    title="Proven reoffending",
    supplier="Ministry of Justice",
    owner="Criminal justice analyst, OPCC",
    cadence="quarterly",
    due_days=670,
    rights="Open Government Licence v3.0",
    data_to=(
        "max(cohort_start + case temporal_unit when 'annual' then interval 1 year "
        "else interval 3 month end - interval 1 day)::date"
    ),
    layouts=(NATIONAL, BY_AREA, BY_INDEX_OFFENCE),
)
