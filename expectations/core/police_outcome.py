"""What core.police_outcome promises on any of its months: each distinct published row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every month begins on its first day",
            unexpected_rows_query="""
select month_start_date from {batch} where day(month_start_date) <> 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="place_match",
            value_set=["lsoa_code", "lsoa_name", "outside", "unmatched", "unknown"],
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="what has no place in the force counts in an area of its own, X98 or X99",
            unexpected_rows_query="""
select distinct force_code, csp_code, place_match from {batch}
where place_match in ('outside', 'unmatched', 'unknown') and left(csp_code, 3) not in ('X98', 'X99')
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_police_outcome", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_court_result", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_charged", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_positive", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="repeat_count", min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no outcome is both the police's and a court's",
            unexpected_rows_query="""
select outcome_type from {batch} where is_police_outcome and is_court_result
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select month_start_date, count(*) as row_count from {batch}
where force_code = 'X99000000' group by all
""",
            severity="warning",
            notes="Counted as police force not known: add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="at most a quarter of the rows with a place lie in a small area that nothing knows",
            unexpected_rows_query="""
select month_start_date, force_code, count(*) as row_count from {batch}
where place_match <> 'unknown'
group by all having count(*) filter (place_match = 'unmatched') > 0.25 * count(*)
""",
            severity="warning",
            notes="The lookup of small areas is missing, or of another census than the file.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every outcome is one we know",
            unexpected_rows_query="""
select distinct outcome_type from {batch}
where outcome_type not in (select outcome_name from core.outcome_type)
""",
            severity="warning",
            notes="Counted as a police outcome, not positive: add it to assets/reference/outcome_type.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="of a force's month, fewer than a tenth of the rows are repeats",
            unexpected_rows_query="""
select month_start_date, force_code from {batch} group by all
having sum(repeat_count) > 1.1 * count(*)
""",
            severity="warning",
            notes="About 2 in 100 were in 2019: more looks like a month delivered twice in one file.",
        ),
    ],
)
