"""What core.commissioned_contract promises: each contract once, in one kind of area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.commissioned_contract",
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
        gxe.ExpectColumnValuesToNotBeNull(column="region_code", severity="warning"),
        gxe.UnexpectedRowsExpectation(
            description="every prime provider is in the list of providers",
            unexpected_rows_query="""
select contract_reference, prime_provider_code from {batch}
where prime_provider_code not in (
    select provider_code from core.commissioned_provider where provider_code is not null
)
""",
            severity="warning",
            notes="A contract and the list of providers may arrive on different days.",
        ),
    ],
)
