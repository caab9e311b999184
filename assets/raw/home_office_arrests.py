"""Arrests for notifiable offences by force and financial year, as the Home Office publishes them.

Grain     one row per police force, financial year, offence group, ethnic group, age group and sex
Supplier  Home Office: Police powers and procedures, arrests open data tables
Arrives   yearly, about seven months after March
Rights    Open Government Licence v3.0; counts by force area; no personal data

Offence groups changed in 2015/16; the newer ones say so before their name. A force that gave nothing
for a year has NA, which is not nought. Delivered as text, or as the Home Office's own workbook.
"""

from pathlib import Path

from assets.raw.home_office_outcomes import MARKERS
from assets.raw.home_office_recorded_crime import joined_sheets
from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records

COLUMNS = (
    Column(
        "financial_year",
        ("Financial Year", "financial_year"),
        pattern=r"\d{4}[/-]\d\d",
        nullable=False,
    ),
    Column(
        "force_name", ("Force Name", "force_name", "Force", "Police force area"), nullable=False
    ),
    Column(
        "offence_group",
        ("Offence Group", "offence_group", r"re:reason for arrest.*"),
        nullable=False,
    ),
    Column(
        "ethnic_group",
        ("Ethnic Group", "ethnic_group", r"re:(self-defined )?ethnicity.*", r"re:ethnic group .*"),
        required=False,
    ),
    Column("age_group", ("Age Group", "age_group"), required=False),
    Column("sex", ("Sex", "Gender"), required=False),
    Column(
        "arrest_count",
        ("Arrests", "Number of arrests"),
        type="bigint",
        number=True,
        minimum=0,
        unit="arrests",
        markers={**MARKERS, "NA": "missing", "N/A": "missing"},
    ),
    Column("year_end_date", ("year_ending", "Year ending"), type="date", required=False),
)
REVISED_WHOLE = ("financial_year", "force_name")


def read_years(path: Path) -> Records:
    """Join the sheets that have the header of the arrests tables."""
    for count in ("arrests", "number of arrests"):
        found = joined_sheets(path, {"financial year", count})
        if found.rows:
            break
    return found


FEED = Feed(
    feed_id="home_office_arrests",
    title="Arrests",
    **source("home_office_powers"),
    cadence="annual",
    due_days=215,
    data_to="make_date(max(left(financial_year, 4)::integer) + 1, 3, 31)",
    layouts=(
        Layout(
            table="home_office_arrests",
            columns=COLUMNS,
            file_patterns=(r".*arrests.*\.csv",),
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
        ),
        Layout(
            table="home_office_arrests_workbook",
            columns=COLUMNS,
            file_patterns=(r".*\.(xlsx|xls|ods)",),
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
            reader=read_years,
        ),
    ),
)
