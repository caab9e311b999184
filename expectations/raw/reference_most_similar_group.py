"""What raw.reference_most_similar_group promises: codes of forces, and the year of the list."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_match_regex("force_code", "group_force_code", regex=r"^[EW]\d{8}$"),
    expect.column_values_to_match_regex("edition", regex=r"^(19|20)\d\d$"),
    expect.column_values_to_not_be_null("edition"),
)
