"""What core.district promises: each district once, and where it lies."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.district",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="district_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="district_name", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every district lies in a force",
            unexpected_rows_query="""
select district_code, district_name from {batch}
where force_code is null and last_edition_year is not null
""",
            severity="warning",
            notes="Its crimes cannot be placed: the lookup gives it several forces.",
        ),
    ],
)
