"""Returns of grant recipients: what was delivered with the money, and what evidence was received.

Grain     one row per award and reporting period
Supplier  grant recipients, checked by OPCC commissioning
Arrives   half-yearly, within sixty days of the period's end
Rights    OFFICIAL; counts of people, no names; counts under five are not published

`activity_count` counts sessions, courses or cases delivered in the period; `people_supported_count`
people, each counted once in the period. `is_evidence_received` is true where commissioning holds proof
of delivery; `evidenced_amount_gbp` is the part of the period's spending that the proof covers, 0 where
there is none. Never more than was paid. A period that is delivered again replaces the period.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "grant_returns",
    title="Grant recipients' returns",
    **source("grant_returns"),
    cadence="quarterly",
    due_days=150,
    data_to="max(period_end_date)",
    columns=(
        Column("award_id", nullable=False),
        Column("period_start_date", type="date", nullable=False),
        Column("period_end_date", type="date", nullable=False),
        Column("activity_count", type="integer", minimum=0, unit="activities"),
        Column("people_supported_count", type="integer", minimum=0, unit="people"),
        Column("is_evidence_received", type="boolean", nullable=False),
        Column(
            "evidenced_amount_gbp",
            type="decimal(18, 2)",
            number=True,
            minimum=0,
            nullable=False,
            unit="pounds",
        ),
    ),
    file_patterns=(r".*grant.*return.*\.csv",),
    key=("award_id", "period_start_date"),
    partition_by=("award_id", "period_start_date"),
    ignore=(r"(grand )?total\b.*",),
)
