"""What raw.ons_force_area_tables promises: a name, a year, a measure and an edition."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_between("figure", min_value=0),
        expect.no_rows(
            "every year ends on the last day of a quarter",
            """
select distinct year_end_date from {batch}
where year_end_date <> last_day(year_end_date) or month(year_end_date) % 3 <> 0
""",
        ),
        expect.no_rows(
            "no year ends after its edition",
            """
select year_end_date, edition_end_date from {batch}
where year_end_date > edition_end_date
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no table has fewer than 43 areas a year",
            """
select edition_end_date, table_kind, year_end_date from {batch}
group by all having count(distinct area_name) < 43
""",
            notes="There are 43 territorial forces, and regions beside them.",
        )
    ),
]
