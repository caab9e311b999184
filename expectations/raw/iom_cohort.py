"""What raw.iom_cohort promises: each definition once a quarter, reoffenders within."""

from expectations import expect

suite = expect.critical(
    expect.column_pair_values_a_to_be_greater_than_b(
        "cohort_count", "reoffended_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "reoffended_count", "proven_count", or_equal=True
    ),
)
