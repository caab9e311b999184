"""What core.victim_outcome promises: parts within their wholes."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.victim_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="half_year_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_domain", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same force, half-year, service and domain",
            unexpected_rows_query="""
select force_code, half_year_start_date, service, outcome_domain, count(*) as row_count from {batch}
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
            description="no domain has more people improved than any domain has",
            unexpected_rows_query="""
select force_code, half_year_start_date, service from {batch} group by all
having max(improved_count) > max(improved_count) filter (outcome_domain = 'any domain')
""",
            severity="critical",
        ),
    ],
)
