"""What core.outcome_code promises: Home Office outcomes 1 to 22, each with its groups."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.outcome_code",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="outcome_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="description", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_charged", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_positive", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_out_of_court", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_prosecution_possible", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every outcome of the Home Office is listed: 1 to 22, and 1A, 2A and 3A",
            unexpected_rows_query="""
with listed as (
    select unnest(range(1, 23))::varchar as outcome_code union all select unnest(['1A', '2A', '3A'])
)
select outcome_code from listed
where outcome_code not in (select outcome_code from {batch}) and exists (from {batch})
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a charge is positive and a prosecution possible, and never a disposal out of court",
            unexpected_rows_query="""
select outcome_code from {batch}
where (is_charged and not (is_positive and is_prosecution_possible)) or (is_charged and is_out_of_court)
""",
            severity="critical",
        ),
    ],
)
