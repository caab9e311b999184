"""What core.out_of_court_disposal promises: each kind of disposal once an area and period."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.out_of_court_disposal",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each kind of disposal stands once an area and period",
            unexpected_rows_query="""
select area_code, period_type, period_start_date, disposal_type, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="disposal_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="period_type", value_set=["quarter", "calendar_year"], severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeInSet(
            column="disposal_type",
            value_set=[
                "Caution",
                "Conditional caution",
                "Penalty notice",
                "Cannabis or khat warning",
                "Community resolution",
            ],
            severity="warning",
        ),
    ],
)
