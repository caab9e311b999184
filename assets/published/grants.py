"""The snapshot's tables of what became of grants: payments, and what recipients returned."""

from assets.published.table import PublishedTable

GRANTS = (
    PublishedTable(
        "grant_payment",
        "Grain: one row per payment of a grant.",
        {
            "payment_id": ("varchar", "Identifier of the payment."),
            "award_id": ("varchar", "The award it is of; not in grant_award where none is known."),
            "payment_date": ("date", "Day it was paid."),
            "amount_gbp": ("double", "Amount in pounds; negative where money was paid back."),
        },
    ),
    PublishedTable(
        "grant_return",
        "Grain: one row per award and period that its recipient reported on.",
        {
            "award_id": ("varchar", "The award."),
            "period_start_date": ("date", "First day of the period."),
            "period_end_date": ("date", "Last day of the period."),
            "activity_count": ("bigint", "Sessions, courses or cases; null where under five."),
            "people_supported_count": ("bigint", "People supported; null where under five."),
            "is_evidence_received": ("boolean", "True where proof of delivery is held."),
            "evidenced_amount_gbp": ("double", "Pounds of the spending that the proof covers."),
        },
    ),
)
