"""What raw.first_time_entrants promises: each area, measure and year once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.table_row_count_to_be_between(min_value=1),
        expect.no_repeats(
            "each figure stands once", "area_name, area_kind, measure, year_ending, area_code"
        ),
        expect.column_values_to_be_between("value", min_value=0),
        expect.column_values_to_be_in_set("measure", ["number", "rate per 100,000", "population"]),
    ),
    *expect.warning(
        expect.no_rows(
            "a year of numbers has more than one area",
            """
select measure, year_ending from {batch}
group by measure, year_ending having count(*) < 2
""",
            notes="A part of a table was delivered.",
        )
    ),
]
