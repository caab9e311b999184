"""What core.commissioned_service_type promises: each type once, with a service."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.commissioned_service_type",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="contract_type_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="service_name", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every service has a name",
            unexpected_rows_query="""
select contract_type_code from {batch} where service_name = service_code
""",
            severity="warning",
            notes="Add it to assets/reference/commissioned_service.csv.",
        ),
    ],
)
