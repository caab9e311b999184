"""What raw.population_district promises: people, by district and mid-year."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_between(
        "population",
        max_value=1500000,
        notes="No district of England and Wales has more: an area of another kind is among them.",
    )
)
