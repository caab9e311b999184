"""What core.police_force promises to every table that names a force."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_force",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="name_key", severity="critical"),
        gxe.ExpectColumnValuesToBeUnique(column="name", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EWX]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a name, however typed, stands for one force",
            unexpected_rows_query="""
select name_key from {batch} group by name_key having count(distinct force_code) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two forces share an area for what is not placed",
            unexpected_rows_query="""
select unknown_code from {batch} group by unknown_code having count(distinct force_code) > 1
""",
            severity="critical",
        ),
    ],
)
