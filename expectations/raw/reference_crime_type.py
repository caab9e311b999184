"""What raw.reference_crime_type promises: each published crime type once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("crime_type"),
    expect.column_values_to_be_in_set("is_crime", ["true", "false"]),
)
