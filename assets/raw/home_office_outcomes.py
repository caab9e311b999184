"""Crime outcomes by offence and quarter, exactly as the Home Office publishes them.

Grain     one row per police force, financial quarter, offence and outcome type
Supplier  Home Office: Crime outcomes open data tables
Arrives   yearly, about four months after March, restating the year's quarters
Rights    Open Government Licence v3.0; counts by force area; no personal data

Two different counts stand in each row: the offences recorded in the quarter that have the outcome so
far (a cohort), and the outcomes that the force assigned in the quarter, whenever the offence was
recorded (a flow, which an offence without an outcome has not: NA). Counts may be negative. Delivered
as text, or as the Home Office's own workbook, a sheet a year.
"""

from collections.abc import Mapping
from pathlib import Path

from assets.raw.home_office_recorded_crime import REVISED_WHOLE, joined_sheets
from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records

MARKERS: Mapping[str, str] = {
    "": "missing",
    "NA": "not_applicable",
    "N/A": "not_applicable",
    "[z]": "not_applicable",
    "..": "missing",
    "[x]": "missing",
    "*": "suppressed",
    "[c]": "suppressed",
    "-": "zero",
}
_RECORDED = r"re:(force[ _])?outcomes[ _]for[ _]offences[ _]recorded[ _]in[ _](the[ _])?\w+"
_ASSIGNED = r"re:(force[ _])?outcomes[ _](recorded|assigned)[ _]in[ _](the[ _])?\w+"

COLUMNS = (
    Column(
        "financial_year",
        ("Financial Year", "financial_year", "FY"),
        pattern=r"\d{4}[/-]\d\d",
        nullable=False,
    ),
    Column(
        "financial_quarter",
        ("Financial Quarter", "financial_quarter", "Quarter"),
        type="integer",
        number=True,
        minimum=1,
        nullable=False,
        description="1 is April to June.",
    ),
    Column("force_name", ("Force Name", "force_name", "Force"), nullable=False),
    Column("offence_description", ("Offence Description", "offence_description")),
    Column("offence_group", ("Offence Group", "offence_group", "Group"), nullable=False),
    Column("offence_subgroup", ("Offence Subgroup", "offence_subgroup", "Offence Sub-group")),
    Column("offence_code", ("Offence Code", "offence_code"), missing=("", "NA")),
    Column(
        "offence_code_expired",
        ("Offence Code Expired", "offence_code_expired"),
        required=False,
        missing=("", "NA"),
    ),
    Column("outcome_description", ("Outcome Description", "outcome_description")),
    Column("outcome_group", ("Outcome Group", "outcome_group"), nullable=False),
    Column(
        "outcome_type",
        ("Outcome Type", "outcome_type"),
        nullable=False,
        pattern=r"\s*\d{1,2}[Aa]?\s*",
        description="The Home Office's outcome code; 0 is not yet assigned an outcome.",
    ),
    Column(
        "offence_count",
        ("Offences", "Number of offences", _RECORDED),
        type="double",
        number=True,
        unit="offences",
        markers=MARKERS,
        description="Offences recorded in the quarter that have this outcome so far.",
    ),
    Column(
        "outcome_count",
        (_ASSIGNED,),
        type="double",
        number=True,
        unit="outcomes",
        markers=MARKERS,
        description="Outcomes of this type assigned in the quarter, to offences of any quarter.",
    ),
)


def read_years(path: Path) -> Records:
    """Join the sheets that have the header of the outcomes tables."""
    return joined_sheets(path, {"financial year", "outcome type"})


FEED = Feed(
    feed_id="home_office_outcomes",
    title="Crime outcomes",
    **source("home_office_crime_outcomes"),
    cadence="annual",
    due_days=122,
    data_to=(
        "max(last_day(make_date(left(financial_year, 4)::integer, 1, 1)"
        " + to_months(3 * financial_quarter::integer + 2)))"
    ),
    layouts=(
        Layout(
            table="home_office_outcomes",
            columns=COLUMNS,
            file_patterns=(r".*outcomes.*\.csv",),
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
        ),
        Layout(
            table="home_office_outcomes_workbook",
            columns=COLUMNS,
            file_patterns=(r".*\.(xlsx|xls|ods)",),
            partition_by=REVISED_WHOLE,
            ignore=(r"(notes?|source|total)\b.*",),
            reader=read_years,
        ),
    ),
)
