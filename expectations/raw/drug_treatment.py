"""What raw.drug_treatment promises: shares between nought and a hundred, within their limits."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.drug_treatment",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="value_percent", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="engaged_count", min_value=0, severity="critical"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="upper_limit_percent",
            column_B="lower_limit_percent",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the printed value is the count over the denominator",
            unexpected_rows_query="""
select area_code, time_period, value_percent from {batch}
where indicator_name ilike '%prison%'
    and abs(value_percent - 100 * engaged_count / nullif(released_count, 0)) > 0.5
""",
            severity="warning",
            notes="A shifted column, or counts rounded by the publisher.",
        ),
    ],
)
