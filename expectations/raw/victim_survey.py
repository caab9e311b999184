"""What raw.victim_survey promises: each person asked once, and nothing that names one."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.victim_survey",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="response_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same response identifier",
            unexpected_rows_query="""
select response_id, count(*) as row_count from {batch}
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
        gxe.UnexpectedRowsExpectation(
            description="a response id is no address and no name",
            unexpected_rows_query="""
select response_id from {batch} where regexp_matches(response_id, '[@ ]')
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="at least 50 people answered in a quarter",
            unexpected_rows_query="""
select quarter_start_date, count(satisfaction) as answers from {batch}
group by quarter_start_date having count(satisfaction) < 50
""",
            severity="warning",
            notes="So few answers give a wide interval.",
        ),
    ],
)
