"""What raw.commissioned_contract promises: each contract once, in one kind of area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.commissioned_contract",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="contract_reference", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="prime_provider_code", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no contract names both a probation region and a police area",
            unexpected_rows_query="""
select contract_reference from {batch}
where probation_region_code is not null and pcc_area_code is not null
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every contract names a probation region or a police area",
            unexpected_rows_query="""
select contract_reference from {batch}
where probation_region_code is null and pcc_area_code is null
""",
            severity="warning",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no contract closes before it opens",
            unexpected_rows_query="""
select contract_reference from {batch} where left(hide_after, 10) < left(hide_before, 10)
""",
            severity="warning",
        ),
    ],
)
