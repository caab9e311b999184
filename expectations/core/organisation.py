"""What core.organisation promises: each identifier once, with a register and a number."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("org_id", "register_number"),
        expect.no_repeats("no two rows are of the same org identifier", "org_id"),
        expect.column_values_to_match_regex("register_code", regex=r"^[A-Z]{2}-[A-Z]+$"),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "name", notes="An organisation without a name cannot be found by one."
        )
    ),
]
