"""Who is in work six weeks and six months after release from custody.

Grain     one row per period, probation region, delivery unit and time after release
Supplier  HM Prison and Probation Service: Community performance
Arrives   yearly, about five months after the year; some editions by quarter
Rights    Open Government Licence v3.0; counts of releases; small counts come suppressed

People of working age who can work. A release whose employment is not known is counted apart, and is
in no rate: the share not known is shown beside it. The three statuses add up to the releases. A
period is a quarter (`Apr-Jun 2019`) or a financial year (`2018/19`).
"""

from assets.sources import source
from pipelines.contract.columns import (
    LAST_RELEASE_DAY,
    NOTES_BELOW,
    RELEASE_COLUMNS,
    RELEASE_KEY,
    release_count,
)
from pipelines.contract.feed import feed_of_one_table

FEED = feed_of_one_table(
    "employment_after_release",
    title="Employment after release from custody",
    **source("hmpps_community_performance"),
    cadence="annual",
    due_days=160,
    data_to=LAST_RELEASE_DAY,
    columns=(
        *RELEASE_COLUMNS,
        release_count("employed_count", "Employed", "In employment"),
        release_count(
            "not_employed_count", "Not employed", "Unemployed", "Unemployed or unavailable for work"
        ),
        release_count("unknown_count", "Status not known", "Unknown", "Not known"),
        release_count("release_count", "Releases", "Total", "Number of releases"),
    ),
    key=RELEASE_KEY,
    partition_by=("period",),
    encodings=("utf-8", "cp1252"),
    ignore=NOTES_BELOW,
    complete_by=RELEASE_KEY,
)
