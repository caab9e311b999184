"""What core.rehabilitative_service promises to the outcome rate of rehabilitative services."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.rehabilitative_service",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each lot of a provider stands once a quarter and unit",
            unexpected_rows_query="""
select quarter_start_date, area_code, delivery_unit, lot_code, provider_code, count(*) as
row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="referral_count",
            column_B="start_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="start_count",
            column_B="outcome_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins on the first day of one",
            unexpected_rows_query="""
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every lot is in the catalogue of services",
            unexpected_rows_query="""
select distinct lot_code from {batch} where lot_name = lot_code
""",
            severity="warning",
            notes="Add the lot to assets/reference/commissioned_service.csv.",
        ),
    ],
)
