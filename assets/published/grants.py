"""The snapshot's tables of grants: awards, payments, and what recipients returned."""

from assets.published import rules
from snapshot.tables import PublishedTable

GRANTS = (
    PublishedTable(
        "grant_award",
        "Grain: one row per grant award (360Giving).",
        {
            "award_id": ("varchar", "Identifier of the award."),
            "title": ("varchar", "Title."),
            "description": ("varchar", "What it is for."),
            "currency": ("varchar", "ISO 4217 code."),
            "amount_awarded": ("double", "Amount awarded, in the currency."),
            "award_date": ("date", "Date of the award."),
            "financial_year": ("varchar", "Financial year of the award, as 2019/20."),
            "funder_id": ("varchar", "Organisation identifier of the funder."),
            "funder_name": ("varchar", "Name of the funder."),
            "recipient_id": ("varchar", "Organisation identifier of the recipient."),
            "recipient_name": ("varchar", "Recipient, or recipients kept unsplit."),
            "theme": ("varchar", "Plan theme it serves; null where not known."),
            "purpose": ("varchar", "Grant programme."),
            "area_code": ("varchar", "Force area it benefits, or the nation where none is known."),
            "beneficiary_location_code": ("varchar", "Codes of the places named; null if hidden."),
            "beneficiary_location_name": ("varchar", "Names of those places; null if hidden."),
            "is_individual": ("boolean", "True where the recipient is a person, who is not named."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "grant_payment",
        "Grain: one row per payment of a grant.",
        {
            "payment_id": ("varchar", "Identifier of the payment."),
            "award_id": ("varchar", "The award it is of; not in grant_award where none is known."),
            "payment_date": ("date", "Day it was paid."),
            "amount_gbp": ("double", "Amount in pounds; negative where money was paid back."),
        },
        rows=rules.EVERY_ROW,
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
        rows=rules.EVERY_ROW,
    ),
)
