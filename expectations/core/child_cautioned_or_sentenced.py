"""What core.child_cautioned_or_sentenced promises: each area once a year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.child_cautioned_or_sentenced",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area code, financial year stands once",
            unexpected_rows_query="""
select area_code, financial_year, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWKNS]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="child_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="rate_per_10000", min_value=0, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="rate_per_10000",
            max_value=500,
            severity="warning",
            notes="More than one child in twenty: ask whether the rate is per 10,000.",
        ),
    ],
)
