"""The force's own crimes and their outcomes, one row per crime recorded in the month.

Grain     one row per crime, under a pseudonymous reference
Supplier  the force's performance team
Arrives   monthly, within thirty days of the month's end, as police_outcomes_YYYY-MM.csv; the file of
          an earlier month is sent again, whole, when outcomes have been assigned since
Rights    OFFICIAL; pseudonymous, no names, dates of birth or addresses; publish counts only

The month in the file's name is the month of recording, and the unit of revision. Outcome codes are
the Home Office's 1, 1A, 2 to 22; code and date are blank while no outcome is assigned. The offence
code (the Home Office's) may be left out; is_domestic_abuse says whether the crime has the flag.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table
from pipelines.contract.periods import month_in_path

FEED = feed_of_one_table(
    "police_outcomes",
    title="Crimes and their outcomes",
    **source("police_outcomes"),
    cadence="monthly",
    due_days=30,
    data_to="last_day(max(file_period))",
    columns=(
        Column("crime_reference", nullable=False, sensitive=True),
        Column("area_code", pattern=r"[EWX]\d{8}", nullable=False),
        Column("csp_code", pattern=r"[EWX]\d{8}"),
        Column("recorded_date", type="date", nullable=False),
        Column("offence_group", nullable=False),
        Column("offence_code", required=False),
        Column("outcome_code", pattern=r"\d{1,2}[Aa]?"),
        Column("outcome_date", type="date"),
        Column("is_domestic_abuse", type="boolean"),
    ),
    file_patterns=(r"police_outcomes\D*(19|20)\d\d[-_]?(0[1-9]|1[0-2]).*\.csv",),
    key=("crime_reference",),
    partition_by=("file_period", "area_code"),
    period_in_name=month_in_path,
)
