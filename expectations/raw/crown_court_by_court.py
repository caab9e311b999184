"""What raw.crown_court_by_court promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_by_court",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["region", "court"], severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="open_latest", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="open_year_ago", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="change is the difference of the two dates",
            unexpected_rows_query="""
select court from {batch} where change <> open_latest - open_year_ago
""",
            severity="warning",
        ),
    ],
)
