"""What core.prison promises: each prison once."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("each prison stands once", "prison_name"),
    expect.column_values_to_not_be_null("prison_name"),
    expect.no_rows(
        "a place has both of its coordinates",
        "select prison_name from {batch} where (longitude is null) <> (latitude is null)",
    ),
)
