"""People starting supervision, and requirements starting, by probation region and quarter.

Grain     one row per region, type of supervision (and of requirement), sex and quarter
Supplier  HM Prison and Probation Service: Offender management statistics quarterly, probation
Arrives   quarterly, about four months after the quarter, below three lines of notes
Rights    Open Government Licence v3.0; counts of people; no personal data

Quarters are written `Apr-Jun 2019`. Two files share the layout: starts, and requirements started
under community orders and suspended sentence orders, which has a column for the requirement. One
order may have several requirements, so the two are never added up.
"""

from pathlib import Path

from assets.raw.probation_caseload import NOTES
from assets.sources import source
from pipelines.contract.columns import JUSTICE_MARKERS
from pipelines.contract.feed import Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import table_below_notes

QUARTER = r"(?i)(jan|apr|jul|oct)[a-z]* ?(-|to|\x{2013}) ?(mar|jun|sep|dec)[a-z]* (19|20)\d\d"
COLUMNS = (
    Column("nps_region", ("nps_region", "probation_region", "region"), nullable=False),
    Column("supervision_type", nullable=False),
    Column("sex", nullable=False),
    Column(
        "quarter",
        ("date", "quarter"),
        pattern=QUARTER,
        nullable=False,
        description="Calendar quarter, as Apr-Jun 2019.",
    ),
    Column(
        "person_count",
        ("value", "count"),
        type="bigint",
        number=True,
        minimum=0,
        unit="people",
        markers=JUSTICE_MARKERS,
        keeps_state=True,
    ),
)
REQUIREMENT = Column(
    "requirement_type", ("requirement_type", "requirement"), nullable=False, unit="requirements"
)


def read_starts(path: Path) -> Records:
    """Read the table that begins below the notes."""
    return table_below_notes(path, "supervision_type", "date")


def _layout(table: str, columns: tuple[Column, ...], pattern: str) -> Layout:
    return Layout(
        table=table,
        columns=columns,
        file_patterns=(pattern,),
        key=tuple(column.name for column in columns if column.name != "person_count"),
        partition_by=("quarter",),
        ignore=NOTES,
        reader=read_starts,
    )


FEED = Feed(
    feed_id="probation_starts",
    title="Probation starts and requirements",
    **source("hmpps_offender_management"),
    cadence="quarterly",
    due_days=125,
    data_to="max(last_day(strptime('1 ' || regexp_extract(quarter, '(?i)(mar|jun|sep|dec)') || ' ' "
    "|| right(quarter, 4), '%-d %b %Y')::date))",
    layouts=(
        _layout("probation_starts", COLUMNS, r"(?!.*(requirement|caseload)).*\.csv"),
        _layout("probation_requirements", (*COLUMNS, REQUIREMENT), r".*requirement.*\.csv"),
    ),
)
