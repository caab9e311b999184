"""What raw.reference_area promises: each area once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("area_code"),
    expect.column_values_to_not_be_null("area_name", "area_type"),
    expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
)
