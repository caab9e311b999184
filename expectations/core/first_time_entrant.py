"""What core.first_time_entrant promises: each area once a year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats("each area stands once a year", "area_code, year_end_date"),
        expect.column_values_to_be_between("entrant_count", min_value=0),
        expect.column_pair_values_a_to_be_greater_than_b(
            "child_population", "entrant_count", or_equal=True
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every area name is known",
            "select area_name from {batch} where area_code = 'X99000000'",
            notes="Their figures are left out: the areas of that name ended, or a spelling is new.",
        ),
        expect.no_rows(
            "a printed rate is near the number over the children of that age",
            """
select area_code, year_end_date from {batch}
where abs(rate_per_100000 - 100000.0 * entrant_count / nullif(child_population, 0))
    > 0.02 * rate_per_100000 + 1
""",
            notes="The publisher takes its rate over another estimate of the population.",
        ),
    ),
]
