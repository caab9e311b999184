"""What core.duty_to_refer promises: each district once a quarter, in a police force area."""

from expectations import expect
from expectations.shared import quarter_starts

suite = [
    *expect.critical(
        expect.no_repeats(
            "each district stands once a quarter", "district_code, quarter_start_date"
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "referral_count", "accepted_count", or_equal=True
        ),
        quarter_starts(),
    ),
    *expect.warning(
        expect.no_rows(
            "every district is known",
            "select distinct district_code from {batch} where force_code is null",
            notes="Deliver a newer lookup of districts.",
        )
    ),
]
