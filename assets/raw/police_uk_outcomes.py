"""Outcomes of crimes, exactly as data.police.uk publishes them.

Grain     one row per outcome given in the month; a crime may have several (up to 13 were seen)
Supplier  data.police.uk (Home Office), from each force's monthly return
Arrives   monthly, about two months after the month it is about
Rights    Open Government Licence v3.0; places are anonymised by the publisher; no personal data

Month is the month of the outcome, not of the crime. Some rows are equal in every column: they are
all kept here, and counted once in core.police_outcome. Court results stand among them only in some
months: where there are none they were not published, which is not zero.
"""

from assets.raw.police_uk_street import MONTH, PLACE
from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "police_uk_outcomes",
    title="Outcomes of crimes",
    **source("police_uk"),
    cadence="monthly",
    due_days=62,
    data_to="last_day(max(month_start_date))",
    columns=(
        Column("crime_id", ("Crime ID",)),
        MONTH,
        *PLACE,
        Column("outcome_type", ("Outcome type",), nullable=False),
    ),
    file_patterns=(r".*outcomes.*\.csv",),
    partition_by=("month_start_date", "falls_within"),
    month="month_start_date",
    bulk=True,
)
