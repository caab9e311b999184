"""What raw.victim_survey promises: each person asked once, and nothing that names one."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats("no two rows are of the same response identifier", "response_id"),
        expect.no_rows(
            "a response id is no address and no name",
            "select response_id from {batch} where regexp_matches(response_id, '[@ ]')",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "at least 50 people answered in a quarter",
            """
select quarter_start_date, count(satisfaction) as answers from {batch}
group by quarter_start_date having count(satisfaction) < 50
""",
            notes="So few answers give a wide interval.",
        )
    ),
]
