"""What core.release_outcome promises to the measures of accommodation and employment."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.release_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a period and time after release",
            unexpected_rows_query="""
select outcome, time_after_release, area_name, area_kind, period_type, period_start_date, count(*) as
row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="known_count",
            column_B="good_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="release_count",
            column_B="known_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="outcome", value_set=["accommodation", "employment"], severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every region and delivery unit is known",
            unexpected_rows_query="""
select distinct area_name from {batch} where area_code is null
""",
            severity="warning",
            notes="A delivery unit that is no police force area has no figure of its own.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the time after release is one that is published",
            unexpected_rows_query="""
select distinct time_after_release from {batch}
where time_after_release not in ('first night', '3 months', '6 weeks', '6 months')
""",
            severity="warning",
            notes="A new time after release is shown as a part of its own.",
        ),
    ],
)
