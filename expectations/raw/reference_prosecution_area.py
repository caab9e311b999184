"""What raw.reference_prosecution_area promises: each name of an area has one code."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("prosecution_area_name"),
    expect.column_values_to_match_regex("area_code", regex=r"^[KX]\d{8}$"),
)
