"""What raw.victim_hub_outcome promises: parts within their wholes, each domain once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "improved, both scores and ended are each within the next",
            """
select * from {batch} where improved_count > both_scores_count or both_scores_count > ended_count
""",
        ),
        expect.no_rows(
            "a half-year begins on the first of April or October",
            """
select distinct half_year_start_date from {batch}
where day(half_year_start_date) <> 1 or month(half_year_start_date) not in (4, 10)
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every service says how many people improved on any domain",
            """
select half_year_start_date, service from {batch}
group by all having count(*) filter (lower(trim(outcome_domain)) = 'any domain') = 0
""",
            notes="Without that row the service is missing from the total: ask the provider.",
        )
    ),
]
