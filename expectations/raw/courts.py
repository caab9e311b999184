"""What raw.courts promises: each court once, and a name for it."""

from expectations import expect

suite = expect.critical(
    expect.table_row_count_to_be_between(min_value=1),
    expect.no_repeats("each court stands once", "court_id"),
    expect.column_values_to_not_be_null("court_name"),
)
