"""What raw.population_district promises: people, by district and mid-year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.population_district",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="population_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="population", severity="critical"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "district_code", "population_year"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="population", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="population",
            max_value=1500000,
            severity="warning",
            notes="No district of England and Wales has more: an area of another kind is among them.",
        ),
    ],
)
