"""What raw.duty_to_refer promises: each district once a quarter, each stage within the one before."""

from expectations import expect

suite = expect.critical(
    expect.column_pair_values_a_to_be_greater_than_b(
        "referral_count", "accepted_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "referral_count", "accommodated_count", or_equal=True
    ),
    expect.no_rows(
        "nothing is before the duty began",
        "select * from {batch} where quarter_start_date < date '2018-10-01'",
    ),
)
