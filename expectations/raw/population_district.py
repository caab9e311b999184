"""What raw.population_district promises: people, by district and mid-year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("district_code", "population_year", "population"),
        expect.compound_columns_to_be_unique("source_file", "district_code", "population_year"),
        expect.column_values_to_be_between("population", min_value=0),
    ),
    *expect.warning(
        expect.column_values_to_be_between(
            "population",
            max_value=1500000,
            notes="No district of England and Wales has more: an area of another kind is among them.",
        )
    ),
]
