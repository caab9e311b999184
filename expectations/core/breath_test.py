"""What core.breath_test promises: one row for each force and month."""

from expectations import expect
from expectations.shared import forces_are_known, forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("force_code", "month_start_date"),
        expect.column_values_to_be_between("test_count", min_value=0),
        expect.no_repeats("a force's month stands once", "force_code, month_start_date"),
        forces_have_codes(),
    ),
    *expect.warning(
        forces_are_known(),
        expect.no_rows(
            "no part of the tests is below nought",
            """
select force_code, month_start_date, negative_count from {batch}
where negative_count < 0 or positive_count < 0
""",
            notes="More positive tests than tests: the publisher's own numbers disagree.",
        ),
    ),
]
