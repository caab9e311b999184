"""What core.grant_award promises: each award once, with an amount, a year and an area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.grant_award",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="award_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="amount_awarded", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="award_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="financial_year", regex=r"^\d{4}/\d\d$", severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="currency", regex=r"^[A-Z]{3}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="theme is a theme of the plan, or not known",
            unexpected_rows_query="""
select award_id, theme from {batch}
where theme not in ('victims', 'offenders', 'communities', 'transformation')
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="amount_awarded",
            min_value=0,
            severity="warning",
            notes="A negative award is a correction: ask the funder.",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="currency",
            value_set=["GBP"],
            severity="warning",
            notes="Awards in other currencies are left out of sums in pounds.",
        ),
    ],
)
