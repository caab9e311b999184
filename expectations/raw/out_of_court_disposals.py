"""What raw.out_of_court_disposals promises: counts of disposals of a kind, an area and a year."""

from expectations import expect

suite = [
    *expect.critical(expect.column_values_to_be_between("year", min_value=1990, max_value=2100)),
    *expect.warning(
        expect.no_rows(
            "a year comes either in quarters or whole",
            """
select year from {batch} group by year
having count(quarter) not in (0, count(*))
""",
            notes="Where both came the quarters are used.",
        )
    ),
]
