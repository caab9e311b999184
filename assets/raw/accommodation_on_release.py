"""Where people live on the first night after release from custody, and three months on.

Grain     one row per period, probation region, delivery unit and time after release
Supplier  HM Prison and Probation Service: Community performance
Arrives   quarterly, about three months after the quarter
Rights    Open Government Licence v3.0; counts of releases; small counts come suppressed

A release whose accommodation is not known is counted apart, and is in no rate: the share not known
is shown beside it. The four statuses add up to the releases. A period is a quarter (`Apr-Jun 2019`)
or a financial year (`2018/19`).
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
    "accommodation_on_release",
    title="Accommodation on release from custody",
    **source("hmpps_community_performance"),
    cadence="quarterly",
    due_days=100,
    data_to=LAST_RELEASE_DAY,
    columns=(
        *RELEASE_COLUMNS,
        release_count("settled_count", "Settled", "Settled accommodation", "Housed - settled"),
        release_count(
            "not_settled_count", "Not settled", "Transient", "Temporary", "Housed - transient"
        ),
        release_count("homeless_count", "Homeless", "Rough sleeping or homeless"),
        release_count("unknown_count", "Status not known", "Unknown", "Not known"),
        release_count("release_count", "Releases", "Total", "Number of releases"),
    ),
    key=RELEASE_KEY,
    partition_by=("period",),
    encodings=("utf-8", "cp1252"),
    ignore=NOTES_BELOW,
    complete_by=RELEASE_KEY,
)
