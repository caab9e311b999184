"""What core.district_name promises: a name stands for one district."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("district_name"),
    expect.column_values_to_not_be_null("district_name", "district_code", "force_code"),
)
