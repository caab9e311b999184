"""What raw.victim_hub_outcome promises: parts within their wholes, each domain once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.victim_hub_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="half_year_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="service", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_domain", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same force, half-year, service and domain",
            unexpected_rows_query="""
select half_year_start_date, area_code, service, outcome_domain, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="improved, both scores and ended are each within the next",
            unexpected_rows_query="""
select * from {batch} where improved_count > both_scores_count or both_scores_count > ended_count
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a half-year begins on the first of April or October",
            unexpected_rows_query="""
select distinct half_year_start_date from {batch}
where day(half_year_start_date) <> 1 or month(half_year_start_date) not in (4, 10)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every service says how many people improved on any domain",
            unexpected_rows_query="""
select half_year_start_date, service from {batch}
group by all having count(*) filter (lower(trim(outcome_domain)) = 'any domain') = 0
""",
            severity="warning",
            notes="Without that row the service is missing from the total: ask the provider.",
        ),
    ],
)
