"""What core.population promises to every rate over people."""

from expectations import expect

suite = [
    *expect.critical(
        expect.compound_columns_to_be_unique("area_code", "population_year"),
        expect.column_values_to_not_be_null("population"),
        expect.column_values_to_be_between("population", min_value=1),
        expect.column_values_to_match_regex("area_code", regex=r"^[EWNSK]\d{8}$"),
        expect.column_values_to_be_between("population_year", min_value=1801, max_value=2100),
    ),
    *expect.warning(
        expect.no_rows(
            "no area changes by more than a tenth from one mid-year to the next",
            """
select this.area_code, this.population_year, this.population, before.population as before
from {batch} as this
inner join {batch} as before
    on this.area_code = before.area_code and this.population_year = before.population_year + 1
where before.population > 20000 and abs(this.population - before.population) > 0.1 * before.population
""",
            notes="Editions before and after a census are mixed, or boundaries changed. Small areas may.",
        )
    ),
]
