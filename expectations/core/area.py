"""What core.area promises to every figure that names an area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_type", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no area ends before it begins",
            unexpected_rows_query="""
select area_code from {batch} where valid_to < valid_from
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no area lies in itself",
            unexpected_rows_query="""
select area_code from {batch} where parent_code = area_code
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every area lies in one that is listed",
            unexpected_rows_query="""
select area_code, parent_code from {batch}
where parent_code not in (select area_code from {batch})
""",
            severity="warning",
            notes="Names of the areas above it cannot be shown.",
        ),
    ],
)
