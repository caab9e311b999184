"""What core.street_crime promises on any of its months: every published row, in one force and one place."""

from expectations import expect
from expectations.shared import few_events_without_a_place, placed_events

suite = [
    *placed_events(),
    *expect.critical(
        expect.column_values_to_not_be_null("crime_type", "is_crime"),
        expect.no_rows(
            "a row leads back to the published row",
            """
select source_file, source_row from {batch} where source_file is null or source_row is null
""",
        ),
    ),
    *few_events_without_a_place(),
    *expect.warning(
        expect.no_rows(
            "every crime type is one we know",
            """
select distinct crime_type from {batch}
where crime_type not in (select crime_type from core.crime_type)
""",
            notes="It is counted as crime. Add it to assets/reference/crime_type.csv.",
        ),
        expect.no_rows(
            "of a territorial force's month, at most a tenth lie outside its area",
            """
select month_start_date, force_code, count(*) as row_count from {batch}
where left(force_code, 1) <> 'X' and place_match <> 'unknown'
group by all having count(*) filter (place_match = 'outside') > 0.1 * count(*)
""",
            notes="Less than 1 in 100 is usual: the lookup and the file may not be of the same force.",
        ),
    ),
]
