"""What raw.reference_outcome_type promises: each published name of an outcome once."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("outcome_type"),
    expect.column_values_to_not_be_null("outcome_name"),
    expect.column_values_to_be_in_set("kind", ["police", "court", "status"]),
)
