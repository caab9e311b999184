"""What raw.pcc_area promises: each police area once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("pcc_area_code"),
    expect.column_values_to_not_be_null("region_code"),
)
