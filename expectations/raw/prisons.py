"""What raw.prisons promises: each prison once, somewhere in England or Wales."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_between(
        "longitude",
        min_value=-6.5,
        max_value=2,
        notes="Outside England and Wales: the postcode was not found.",
    ),
    expect.column_values_to_be_between(
        "latitude",
        min_value=49.8,
        max_value=56,
        notes="Outside England and Wales: the postcode was not found.",
    ),
)
