"""What core.first_time_entrant promises: each area once a year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.first_time_entrant",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a year",
            unexpected_rows_query="""
select area_code, year_end_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="entrant_count", min_value=0, severity="critical"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="child_population",
            column_B="entrant_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every area name is known",
            unexpected_rows_query="""
select area_name from {batch} where area_code = 'X99000000'
""",
            severity="warning",
            notes="Their figures are left out: the areas of that name ended, or a spelling is new.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a printed rate is near the number over the children of that age",
            unexpected_rows_query="""
select area_code, year_end_date from {batch}
where abs(rate_per_100000 - 100000.0 * entrant_count / nullif(child_population, 0))
    > 0.02 * rate_per_100000 + 1
""",
            severity="warning",
            notes="The publisher takes its rate over another estimate of the population.",
        ),
    ],
)
