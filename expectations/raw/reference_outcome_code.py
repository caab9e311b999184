"""What raw.reference_outcome_code promises: each Home Office outcome code once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("outcome_code"),
    expect.column_values_to_match_regex("outcome_code", regex=r"^\d{1,2}A?$"),
)
