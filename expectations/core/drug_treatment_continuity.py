"""What core.drug_treatment_continuity promises: each area once a period, engaged within released."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each area stands once a period", "area_code, period_start_date, period_type"
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "released_count", "engaged_count", or_equal=True
    ),
    expect.column_values_to_be_between("value_percent", min_value=0, max_value=100),
    expect.column_pair_values_a_to_be_greater_than_b(
        "upper_limit_percent", "lower_limit_percent", or_equal=True
    ),
)
