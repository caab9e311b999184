"""What raw.prisons promises: each prison once, somewhere in England or Wales."""

from expectations import expect

suite = [
    *expect.critical(
        expect.table_row_count_to_be_between(min_value=1),
        expect.no_repeats("each prison stands once", "prison_name"),
        expect.column_values_to_not_be_null("prison_name"),
    ),
    *expect.warning(
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
    ),
]
