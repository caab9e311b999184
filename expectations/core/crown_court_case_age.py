"""What core.crown_court_case_age promises: each age band once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crown_court_case_age",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="no two rows share quarter end, remand status and age band",
            unexpected_rows_query="""
select quarter_end_date, remand_status, age_band from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="open_count", min_value=0, severity="critical"),
    ],
)
