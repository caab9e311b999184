"""Payments of grants: what was paid to a recipient, when, for which award.

Grain     one row per payment
Supplier  OPCC finance
Arrives   quarterly, the whole ledger of payments since the first award
Rights    OFFICIAL; amounts of awards that are themselves published; no bank details

`award_id` is the award's identifier in the 360Giving register. A repayment is negative. A payment that
is delivered again replaces the payment.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "grant_payments",
    title="Grant payments",
    **source("grant_payments"),
    cadence="quarterly",
    due_days=30,
    data_to="max(payment_date)",
    columns=(
        Column("payment_id", nullable=False),
        Column("award_id", nullable=False),
        Column("payment_date", type="date", nullable=False),
        Column("amount_gbp", type="decimal(18, 2)", number=True, nullable=False, unit="pounds"),
    ),
    file_patterns=(r".*grant.*payment.*\.csv",),
    key=("payment_id",),
    partition_by=("payment_id",),
    ignore=(r"(grand )?total\b.*",),
)
