"""What raw.victim_hub_people promises: each partnership once a quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.victim_hub_people",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="referral_count", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="needs_assessment_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same quarter start date, area code and csp code",
            unexpected_rows_query="""
select quarter_start_date, area_code, csp_code, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a quarter begins on the first of January, April, July or October",
            unexpected_rows_query="""
select distinct quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no more needs are assessed than people were referred",
            unexpected_rows_query="""
select * from {batch} where needs_assessment_count > referral_count
""",
            severity="warning",
            notes="People referred in the quarter before may be assessed in this one.",
        ),
    ],
)
