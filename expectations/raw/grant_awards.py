"""What raw.grant_awards promises: every award has a funder, an amount and a date."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_unique(
        "award_id",
        notes="An award that stands in two deliveries is counted once, as last delivered.",
    ),
    expect.column_values_to_be_between(
        "amount_awarded", min_value=0, notes="A negative award is a correction: ask the funder."
    ),
    expect.column_values_to_match_regex(
        "award_id", regex=r"^360G-", notes="The standard begins every identifier with 360G-."
    ),
    expect.column_values_to_not_be_null("beneficiary_location_code"),
)
