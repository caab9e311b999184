"""What raw.reference_probation_area promises: each name of an area of probation once, of its kind."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("each name stands once of its kind", "name, area_kind"),
    expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
)
