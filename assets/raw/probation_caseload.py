"""People supervised by the probation service, on one day, by area, supervision and sex.

Grain     one row per probation area, type of supervision, sex and day
Supplier  HM Prison and Probation Service: Offender management statistics quarterly, probation
Arrives   quarterly, about four months after the quarter, below two lines of notes
Rights    Open Government Licence v3.0; counts of people; no personal data

Dates are day, month, year. From 2014 to 2021 higher risk was supervised by the National Probation
Service and the rest by Community Rehabilitation Companies, so an area's people before and after
are not the same people.
"""

from pathlib import Path

from assets.sources import source
from pipelines.contract.columns import JUSTICE_MARKERS
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.ingest.readers.headed import table_below_notes

NOTES = (r"(notes?|source|crown copyright|figures)\b.*", r"\(?\d+[.)] .*")


def read_caseload(path: Path) -> Records:
    """Read the table that begins below the notes."""
    return table_below_notes(path, "supervision_type", "date")


FEED = feed_of_one_table(
    "probation_caseload",
    title="Probation caseload",
    **source("hmpps_offender_management"),
    cadence="quarterly",
    due_days=125,
    data_to="max(caseload_date)",
    columns=(
        Column("probation_area", ("probation_area", "probation_region", "region"), nullable=False),
        Column("supervision_type", nullable=False),
        Column("sex", nullable=False),
        Column("caseload_date", ("date",), type="date", date_format="%d/%m/%Y", nullable=False),
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
    ),
    file_patterns=(r"(?!.*(start|requirement|commence)).*\.csv",),
    key=("probation_area", "supervision_type", "sex", "caseload_date"),
    partition_by=("caseload_date",),
    ignore=NOTES,
    reader=read_caseload,
)
