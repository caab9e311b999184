"""What raw.rehabilitative_services promises: each lot of a provider once a quarter."""

from expectations import expect

suite = expect.critical(
    expect.table_row_count_to_be_between(min_value=1),
    expect.no_repeats(
        "each lot of a provider stands once a quarter and unit",
        "quarter_start_date, area_code, delivery_unit, lot_code, provider_code",
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "referral_count", "start_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "start_count", "completion_count", or_equal=True
    ),
    expect.column_pair_values_a_to_be_greater_than_b("start_count", "outcome_count", or_equal=True),
)
