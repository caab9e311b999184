"""What raw.household_estimates promises: an area, a year and its households."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("area_code", "household_year", "household_count"),
    expect.column_values_to_be_between("household_count", min_value=0),
    expect.no_repeats(
        "a file has each area and year once", "source_file, area_code, household_year"
    ),
)
