"""What raw.reference_crime_type promises: each published crime type once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_crime_type",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="crime_type", severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_crime", value_set=["true", "false"], severity="critical"
        ),
    ],
)
