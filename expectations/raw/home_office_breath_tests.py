"""What raw.home_office_breath_tests promises: a force, a month and a result."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_between("test_count", min_value=0),
        expect.no_repeats(
            "a force's month has each result once", "test_year, force_name, month_name, result"
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "positive and negative tests add up to the tests",
            """
select test_year, force_name, month_name from {batch}
group by test_year, force_name, month_name
having count(result_count) = 2 and sum(result_count) <> max(test_count)
""",
            notes="The publisher's own numbers disagree: ask the Home Office.",
        )
    ),
]
