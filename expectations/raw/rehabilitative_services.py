"""What raw.rehabilitative_services promises: each lot of a provider once a quarter."""

from expectations import expect

suite = expect.critical(
    expect.column_pair_values_a_to_be_greater_than_b(
        "referral_count", "start_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "start_count", "completion_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b("start_count", "outcome_count", or_equal=True),
)
