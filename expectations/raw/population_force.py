"""What raw.population_force promises: people, by police force area."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "every file says its mid-year, in a column or in its name",
        """
select distinct source_file from {batch}
where population_year is null and file_period is null
""",
        notes="Without a year its figures are not used.",
    )
)
