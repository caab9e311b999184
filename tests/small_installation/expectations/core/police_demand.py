"""What core.police_demand promises in the small installation: a critical and a warning one."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_demand",
    expectations=[
        gxe.ExpectColumnValuesToNotBeNull(column="demand_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no day has a thousand of anything",
            unexpected_rows_query="select * from {batch} where demand_count > 1000",
            severity="warning",
        ),
    ],
)
