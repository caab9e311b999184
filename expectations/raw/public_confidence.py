"""What raw.public_confidence promises: percentages out of a hundred, with their base."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.public_confidence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="year_end_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a percentage is out of a hundred, not a share of one",
            unexpected_rows_query="""
select * from {batch} where percent_good > 100 or percent_good <= 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the percentage lies within its own interval",
            unexpected_rows_query="""
select * from {batch} where percent_good < lower_percent or percent_good > upper_percent
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="years end in March",
            unexpected_rows_query="""
select distinct year_end_date from {batch}
where month(year_end_date) <> 3 or day(year_end_date) <> 31
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a percentage has a base",
            unexpected_rows_query="""
select * from {batch} where percent_good is not null and unweighted_base is null
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every base is of at least 100 people",
            unexpected_rows_query="""
select * from {batch} where unweighted_base < 100
""",
            severity="warning",
            notes="The publisher suppresses smaller bases.",
        ),
    ],
)
