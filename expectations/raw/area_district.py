"""What raw.area_district promises: each district of an edition, with its partnership and force."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.area_district",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "district_code", "csp_code"], severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a partnership lies in one force in each file",
            unexpected_rows_query="""
select source_file, csp_code from {batch}
group by all having count(distinct force_code) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
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
