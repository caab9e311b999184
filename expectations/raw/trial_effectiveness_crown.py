"""What raw.trial_effectiveness_crown promises: trials of the Crown Court that can be read."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.trial_effectiveness_crown",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="trial_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="trial_effectiveness", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="lcjb", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="year", min_value=1990, max_value=2100, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a blank value was nought: few quarters have no trial at all",
            unexpected_rows_query="""
select year, quarter from {batch}
group by year, quarter having sum(trial_count) = 0
""",
            severity="warning",
            notes="A quarter without any trial is a quarter not delivered.",
        ),
    ],
)
