"""What core.crown_court_caseload promises: one row a quarter end, following from the last."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crown_court_caseload",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="quarter_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="open_count", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="open_count", min_value=0, severity="critical"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="open_of_known_age_count",
            column_B="open_one_year_plus_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="open cases move by receipts less disposals, within 2 per cent",
            unexpected_rows_query="""
with stepped as (
    select quarter_end_date, open_count, receipt_count, disposal_count,
        lag(open_count) over (order by quarter_end_date) as before,
        lag(quarter_end_date) over (order by quarter_end_date) as before_date
    from {batch}
)
select quarter_end_date, open_count, before from stepped
where before_date >= quarter_end_date - interval 100 day
    and abs(open_count - before - receipt_count + disposal_count) > 0.02 * before
""",
            severity="warning",
            notes="Cases are corrected between editions, so the identity holds only about.",
        ),
    ],
)
