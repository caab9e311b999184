"""What raw.area_lsoa promises: each small area of an edition lies in a district."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.area_lsoa",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="lsoa_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="lsoa_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="district_name", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="lsoa_code", regex=r"^[EW]01\d{6}$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a small area has one district in each file",
            unexpected_rows_query="""
select source_file, lsoa_code from {batch}
group by all having count(distinct district_code) > 1
""",
            severity="warning",
            notes="A lookup from smaller areas repeats it, always with the same district.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every file says its edition in its name",
            unexpected_rows_query="""
select distinct source_file from {batch} where file_period is null
""",
            severity="warning",
            notes="Without the year of its districts (lad19, or 2019) a file counts as the oldest.",
        ),
    ],
)
