"""What raw.reference_grant_funder promises: each funder has one area."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("funder_id"),
    expect.column_values_to_match_regex("area_code", regex=r"^[EKWX]\d{8}$"),
)
