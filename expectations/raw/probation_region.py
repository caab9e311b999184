"""What raw.probation_region promises: each region once."""

from expectations import expect

suite = expect.critical(expect.column_values_to_be_unique("region_name"))
