"""What core.court promises: each court once, its notice without markup."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats("each court stands once", "court_id"),
        expect.column_values_to_not_be_null("court_name"),
        expect.no_rows(
            "no notice holds markup",
            "select court_id, notice from {batch} where regexp_matches(notice, '</?[a-zA-Z]')",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no notice holds a character entity",
            "select court_id, notice from {batch} where regexp_matches(notice, '&[a-z]+;')",
            notes="Add the entity to core.court.",
        )
    ),
]
