"""What raw.organisation_name promises: identifiers of the form of org-id.guide."""

from expectations import expect

suite = [
    *expect.critical(expect.column_values_to_match_regex("org_id", regex=r"^[A-Z]{2}-[A-Z]+-")),
    *expect.warning(
        expect.no_repeats(
            "no two rows are of the same org identifier, name and source file",
            "org_id, name, source_file",
            notes="A name listed twice is kept once.",
        )
    ),
]
