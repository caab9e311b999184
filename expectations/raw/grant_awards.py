"""What raw.grant_awards promises: every award has a funder, an amount and a date."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.grant_awards",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="award_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="funding_org_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="award_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="amount_awarded", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeUnique(
            column="award_id",
            severity="warning",
            notes="An award that stands in two deliveries is counted once, as last delivered.",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="amount_awarded",
            min_value=0,
            severity="warning",
            notes="A negative award is a correction: ask the funder.",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="award_id",
            regex=r"^360G-",
            severity="warning",
            notes="The standard begins every identifier with 360G-.",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="beneficiary_location_code", severity="warning"),
    ],
)
