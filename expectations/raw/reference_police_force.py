"""What raw.reference_police_force promises: each spelling of a force's name once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("name"),
    expect.column_values_to_not_be_null("force_code", "force_name"),
    expect.column_values_to_match_regex("force_code", regex=r"^[EWX]\d{8}$"),
)
