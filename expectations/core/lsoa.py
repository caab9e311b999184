"""What core.lsoa promises: each small area once, in a district."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.lsoa",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="lsoa_code", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="lsoa_code", regex=r"^[EW]01\d{6}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="lsoa_name", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every small area lies in a known partnership and force",
            unexpected_rows_query="""
select lsoa_code, lsoa_name, district_name from {batch}
where force_code is null or csp_code is null
""",
            severity="warning",
            notes="Its crimes are counted in the force, as place not known.",
        ),
    ],
)
