"""What raw.crown_court_backlog_ratio promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_backlog_ratio",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["region", "court"], severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="annual_disposals", min_value=0, severity="critical"
        ),
    ],
)
