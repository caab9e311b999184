"""What core.court_disposal promises to the sentence outcomes by police force area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each outcome of an offence group stands once an area and year",
            "area_code, year_start_date, offence_group, sentence_outcome",
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        expect.column_values_to_be_between("sentenced_count", min_value=0),
        expect.column_values_to_not_be_null("sentence_outcome"),
    ),
    *expect.warning(
        expect.no_rows(
            "some of every year is of a known police force area",
            """
select year_start_date from {batch} group by year_start_date
having count(*) filter (area_code <> 'X99000000') = 0
""",
            notes="Add the spellings to assets/reference/police_force.csv.",
        )
    ),
]
