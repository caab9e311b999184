"""What core.rehabilitative_service promises to the outcome rate of rehabilitative services."""

from expectations import expect
from expectations.shared import quarter_starts

suite = [
    *expect.critical(
        expect.no_repeats(
            "each lot of a provider stands once a quarter and unit",
            "quarter_start_date, area_code, delivery_unit, lot_code, provider_code",
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "referral_count", "start_count", or_equal=True
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "start_count", "outcome_count", or_equal=True
        ),
        quarter_starts(),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
    ),
    *expect.warning(
        expect.no_rows(
            "every lot is in the catalogue of services",
            "select distinct lot_code from {batch} where lot_name = lot_code",
            notes="Add the lot to assets/reference/commissioned_service.csv.",
        )
    ),
]
