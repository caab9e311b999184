"""What core.street_crime promises on any of its months: every published row, in one force and one place."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.street_crime",
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
        gxe.ExpectColumnValuesToNotBeNull(column="crime_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_crime", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a row leads back to the published row",
            unexpected_rows_query="""
select source_file, source_row from {batch} where source_file is null or source_row is null
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
            description="every crime type is one we know",
            unexpected_rows_query="""
select distinct crime_type from {batch}
where crime_type not in (select crime_type from core.crime_type)
""",
            severity="warning",
            notes="It is counted as crime. Add it to assets/reference/crime_type.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="of a territorial force's month, at most a tenth lie outside its area",
            unexpected_rows_query="""
select month_start_date, force_code, count(*) as row_count from {batch}
where left(force_code, 1) <> 'X' and place_match <> 'unknown'
group by all having count(*) filter (place_match = 'outside') > 0.1 * count(*)
""",
            severity="warning",
            notes="Less than 1 in 100 is usual: the lookup and the file may not be of the same force.",
        ),
    ],
)
