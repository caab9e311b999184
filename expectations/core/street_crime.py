"""What core.street_crime promises on any of its months: every published row, in one force and one place."""

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.shared import few_events_without_a_place, placed_events

suite = gx.ExpectationSuite(
    name="core.street_crime",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        *placed_events(),
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
        *few_events_without_a_place(),
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
