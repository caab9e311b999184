"""What core.restorative_justice promises to the figures by half-year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.restorative_justice",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="referral_count", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same area code, period start date and offence group",
            unexpected_rows_query="""
select area_code, period_start_date, offence_group, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no more people are informed than were referred",
            unexpected_rows_query="""
select * from {batch} where informed_count > referral_count
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="month_count", value_set=[3, 6], severity="critical"
        ),
    ],
)
