"""What core.area_spelling promises to every table that looks an area up by its name."""

from expectations import expect

suite = expect.critical(
    expect.compound_columns_to_be_unique("kind", "name_key"),
    expect.column_values_to_not_be_null("name_key"),
    expect.column_values_to_match_regex("area_code", regex=r"^[EWKX]\d{8}$"),
)
