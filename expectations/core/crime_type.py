"""What core.crime_type promises: each published type is crime or is not."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crime_type",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="crime_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_crime", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="anti-social behaviour is not crime",
            unexpected_rows_query="""
select crime_type from {batch} where crime_type = 'Anti-social behaviour' and is_crime
""",
            severity="critical",
        ),
    ],
)
