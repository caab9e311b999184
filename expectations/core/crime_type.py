"""What core.crime_type promises: each published type is crime or is not."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("crime_type"),
    expect.column_values_to_not_be_null("is_crime"),
    expect.no_rows(
        "anti-social behaviour is not crime",
        "select crime_type from {batch} where crime_type = 'Anti-social behaviour' and is_crime",
    ),
)
