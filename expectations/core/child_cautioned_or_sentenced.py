"""What core.child_cautioned_or_sentenced promises: each area once a year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area code, financial year stands once", "area_code, financial_year"
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[EWKNS]\d{8}$"),
        expect.column_values_to_be_between("child_count", "rate_per_10000", min_value=0),
    ),
    *expect.warning(
        expect.column_values_to_be_between(
            "rate_per_10000",
            max_value=500,
            notes="More than one child in twenty: ask whether the rate is per 10,000.",
        )
    ),
]
