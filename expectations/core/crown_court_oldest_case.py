"""What core.crown_court_oldest_case promises: each part once, no more old cases than cases."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each quarter end date, breakdown, part stands once", "quarter_end_date, breakdown, part"
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "open_of_known_age_count", "open_one_year_plus_count", or_equal=True
    ),
)
