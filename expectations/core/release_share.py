"""What core.release_share promises to the measures of accommodation and employment."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.release_share",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each part of an area's releases stands once a period",
            unexpected_rows_query="""
select outcome, area_code, part, period_type, period_start_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="whole_count",
            column_B="part_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a share that cannot be given says why",
            unexpected_rows_query="""
select * from {batch}
where (part_count is null or whole_count is null or whole_count = 0) <> (state is not null)
    or (state is null) <> (reason is null)
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
    ],
)
