"""What raw.proven_reoffending promises: one figure per cohort, group and rate."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.proven_reoffending",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each measure, temporal unit, cohort start, offender group, rate stands once",
            unexpected_rows_query="""
select measure, temporal_unit, cohort_start, offender_group, rate, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no count or rate is negative",
            unexpected_rows_query="""
select rate, value from {batch} where value < 0
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeInSet(
            column="rate",
            value_set=[
                "binary",
                "adjusted",
                "OGRS4",
                "frequency",
                "reoffences",
                "reoffenders",
                "cohort",
            ],
            severity="warning",
            notes="A rate of another name is kept, but no measure reads it.",
        ),
    ],
)
