"""What core.district promises: each district once, and where it lies."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("district_code"),
        expect.column_values_to_match_regex("district_code", regex=r"^[EW]\d{8}$"),
        expect.column_values_to_not_be_null("district_name"),
    ),
    *expect.warning(
        expect.no_rows(
            "every district lies in a force",
            """
select district_code, district_name from {batch}
where force_code is null and last_edition_year is not null
""",
            notes="Its crimes cannot be placed: the lookup gives it several forces.",
        )
    ),
]
