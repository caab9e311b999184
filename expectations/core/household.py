"""What core.household promises: one number of households for each area and year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "area_code", "household_year", "household_count", "source_release"
        ),
        expect.column_values_to_be_between("household_count", min_value=0),
        expect.no_repeats("an area has one number a year", "area_code, household_year"),
    ),
    *expect.warning(
        expect.no_rows(
            "households change by less than a tenth in a year",
            """
select this.area_code, this.household_year from {batch} as this
inner join {batch} as before
    on this.area_code = before.area_code and this.household_year = before.household_year + 1
where this.household_count not between 0.9 * before.household_count and 1.1 * before.household_count
""",
            notes="A mistyped number, or an area whose borders changed.",
        )
    ),
]
