"""What raw.reference_police_force promises: each spelling of a force's name once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_police_force",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EWX]\d{8}$", severity="critical"
        ),
    ],
)
