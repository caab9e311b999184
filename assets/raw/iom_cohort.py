"""Integrated offender management: the cohort's size, and how many of it reoffended.

Grain     one row per quarter, police force area and version of the cohort's definition
Supplier  Constabulary integrated offender management team
Arrives   quarterly, within two months of the quarter, as iom_cohort_YYYY-MM.csv
Rights    OFFICIAL-SENSITIVE; counts of people; no personal data

The cohort is chosen because its members offend much, so that their offending falls by itself: no
before and after may be read out of it. `definition_version` names the rule of selection; when it
changes, a new series begins. A member counts once among `reoffended` whether the reoffence was
proven or alleged, and `proven` counts those of them with a proven one.
"""

from assets.sources import source
from pipelines.contract.columns import FORCE_AREA, LAST_QUARTER_DAY, QUARTER_START, local_count
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "iom_cohort",
    title="Integrated offender management cohort",
    **source("offender_management"),
    cadence="quarterly",
    due_days=62,
    marking="OFFICIAL-SENSITIVE",
    data_to=LAST_QUARTER_DAY,
    columns=(
        QUARTER_START,
        FORCE_AREA,
        Column("definition_version", nullable=False),
        local_count("cohort_count", "people", "Members of the cohort in the quarter."),
        local_count("reoffended_count", "people", "Of them, those with a reoffence."),
        local_count("proven_count", "people", "Of those, the ones with a proven reoffence."),
    ),
    file_patterns=(r".*iom.*\.csv",),
    key=("quarter_start_date", "area_code", "definition_version"),
    partition_by=("quarter_start_date", "area_code"),
    complete_by=("quarter_start_date", "area_code"),
)
