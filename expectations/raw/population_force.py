"""What raw.population_force promises: people, by police force area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("force_code", "population"),
        expect.compound_columns_to_be_unique("source_file", "force_code"),
        expect.column_values_to_be_between("population", min_value=0),
    ),
    *expect.warning(
        expect.no_rows(
            "every file says its mid-year, in a column or in its name",
            """
select distinct source_file from {batch}
where population_year is null and file_period is null
""",
            notes="Without a year its figures are not used.",
        )
    ),
]
