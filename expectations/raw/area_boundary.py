"""What raw.area_boundary promises: each area of an edition once, with an outline that has a size."""

from expectations import expect

suite = [
    *expect.critical(
        expect.compound_columns_to_be_unique("source_file", "area_code"),
        expect.no_rows(
            "every outline has a width and a height, and its label lies in that box",
            """
select area_code, left_m, top_m, right_m, bottom_m, label_x_m, label_y_m from {batch}
where left_m >= right_m or top_m >= bottom_m
or label_x_m not between left_m and right_m or label_y_m not between top_m and bottom_m
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every boundary was sound as it was delivered",
            "select area_code, area_name, mended, source_file from {batch} where mended is not null",
            notes="The shape was mended to draw it: look at the map, and tell the publisher.",
        )
    ),
]
