"""Mental health treatment requirements by court: assessed, made and completed.

Grain     one row per quarter, court and sex
Supplier  the mental health treatment requirement partnership's provider
Arrives   quarterly, within two months of the quarter, as mental_health_treatment_requirements_YYYY-MM.csv
Rights    OFFICIAL-SENSITIVE; very small counts of people; publish only what is not suppressed

`assessed_suitable` counts people found suitable in the quarter, `made` the requirements that the
court made, `ended` and `completed` the requirements that ended in the quarter and those of them
that were completed. They are flows of one quarter, not one group followed. The pilot began with women at
Peterborough Magistrates' Court in September 2019.
"""

from assets.sources import source
from pipelines.contract.columns import FORCE_AREA, LAST_QUARTER_DAY, QUARTER_START, local_count
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "mental_health_treatment_requirements",
    title="Mental health treatment requirements",
    **source("mental_health_treatment"),
    cadence="quarterly",
    due_days=62,
    marking="OFFICIAL-SENSITIVE",
    data_to=LAST_QUARTER_DAY,
    columns=(
        QUARTER_START,
        FORCE_AREA,
        Column("court_name", nullable=False),
        Column("sex", values=("female", "male", "not known"), nullable=False),
        local_count("assessed_suitable_count", "people", "People assessed as suitable."),
        local_count("made_count", "requirements", "Requirements made by the court."),
        local_count("ended_count", "requirements", "Requirements that ended."),
        local_count("completed_count", "requirements", "Of those, the ones completed."),
    ),
    file_patterns=(r".*mental_health.*\.csv",),
    key=("quarter_start_date", "court_name", "sex"),
    partition_by=("quarter_start_date", "court_name"),
    complete_by=("quarter_start_date", "court_name"),
)
