"""What raw.court_disposals promises: each figure of the sheet once, both courts found."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.court_disposals",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each court, section, measure, quarter stands once",
            unexpected_rows_query="""
select court, section, measure, quarter, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="court", regex=r"(?i)^(magistrates|crown court)", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="the sheet has a section of sentence outcomes",
            unexpected_rows_query="""
select count(*) as figures from {batch} where section ilike 'sentence outcome%'
having count(*) = 0
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="sentence outcomes add up to the people sentenced, within 1 per cent",
            unexpected_rows_query="""
with summed as (
    select quarter, court,
        sum(value) filter (section ilike 'sentence outcome%') as outcomes,
        max(value) filter (category ilike 'sentenced at%') as sentenced
    from {batch}
    group by quarter, court
)
select quarter, court, outcomes, sentenced from summed
where abs(outcomes - sentenced) > 0.01 * sentenced
""",
            severity="warning",
            notes="The publisher's own check columns differ by a few hundred in some quarters.",
        ),
    ],
)
