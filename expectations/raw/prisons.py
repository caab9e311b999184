"""What raw.prisons promises: each prison once, somewhere in England or Wales."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.prisons",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each prison stands once",
            unexpected_rows_query="""
select prison_name, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="prison_name", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="longitude",
            min_value=-6.5,
            max_value=2,
            notes="Outside England and Wales: the postcode was not found.",
            severity="warning",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="latitude",
            min_value=49.8,
            max_value=56,
            notes="Outside England and Wales: the postcode was not found.",
            severity="warning",
        ),
    ],
)
