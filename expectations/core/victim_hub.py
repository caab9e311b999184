"""What core.victim_hub promises to the figures by quarter and partnership."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.victim_hub",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="needs_assessment_count", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="csp_code", regex=r"^[EWX]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same csp code, quarter start date and force code",
            unexpected_rows_query="""
select csp_code, quarter_start_date, force_code, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="needs_assessment_count", min_value=0, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every quarter has every partnership that the quarter before had",
            unexpected_rows_query="""
select csp_code, quarter_start_date from (
    select *, lead(quarter_start_date) over (
        partition by csp_code order by quarter_start_date
    ) as next_start_date
    from {batch}
) where next_start_date > quarter_start_date + interval 3 month
""",
            severity="warning",
            notes="A quarter without the partnership is missing, not nought: ask for it.",
        ),
    ],
)
