"""What raw.police_uk_outcomes promises: each row has a month, a force and an outcome."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_uk_outcomes",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="falls_within", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_type", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every month begins on its first day",
            unexpected_rows_query="""
select month_start_date from {batch} where day(month_start_date) <> 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="coordinates lie in the British Isles",
            unexpected_rows_query="""
select longitude, latitude from {batch}
where longitude not between -11 and 4 or latitude not between 49 and 62
""",
            severity="warning",
            notes="Places are anonymised, never moved abroad: columns are probably swapped.",
        ),
    ],
)
