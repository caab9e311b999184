"""What raw.area_boundary promises: each area of an edition once, with an outline that has a size."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.area_boundary",
    expectations=[
        # Broken promises: a map drawn of these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "area_code"], severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every outline has a width and a height, and its label lies in that box",
            unexpected_rows_query="""
select area_code, left_m, top_m, right_m, bottom_m, label_x_m, label_y_m from {batch}
where left_m >= right_m or top_m >= bottom_m
or label_x_m not between left_m and right_m or label_y_m not between top_m and bottom_m
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every boundary was sound as it was delivered",
            unexpected_rows_query="""
select area_code, area_name, mended, source_file from {batch} where mended is not null
""",
            severity="warning",
            notes="The shape was mended to draw it: look at the map, and tell the publisher.",
        ),
    ],
)
