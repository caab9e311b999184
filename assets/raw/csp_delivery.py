"""Community safety partnerships' delivery against plan: what was due, what was done, with what proof.

Grain     one row per partnership, activity and milestone
Supplier  each community safety partnership
Arrives   quarterly, within thirty days of the quarter's end, the partnership's whole plan
Rights    OFFICIAL; no personal data

`stage` is Understand, Plan, Do or Review. `done_date` is empty while the milestone is not met.
`return_date` is the day of which the return is true, the same in every row of a partnership: a
milestone due after it is not yet due. `has_evidence` says whether proof came with the return. A
partnership that has agreed no activity sends no row, and is shown as missing.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "csp_delivery",
    title="Community safety partnerships' delivery",
    **source("csp_delivery"),
    cadence="quarterly",
    due_days=30,
    data_to="max(return_date)",
    columns=(
        Column("csp_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("activity", nullable=False),
        Column("stage", values=("Understand", "Plan", "Do", "Review"), nullable=False),
        Column("milestone", nullable=False),
        Column("due_date", type="date", nullable=False),
        Column("done_date", type="date"),
        Column("has_evidence", type="boolean", nullable=False),
        Column("return_date", type="date", nullable=False),
    ),
    file_patterns=(r".*csp.*deliver.*\.csv",),
    key=("csp_code", "activity", "milestone"),
    partition_by=("csp_code",),
)
