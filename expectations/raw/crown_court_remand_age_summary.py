"""What raw.crown_court_remand_age_summary promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    quarter_ends(),
    expect.column_pair_values_a_to_be_greater_than_b(
        "valid_cases", "open_one_year_plus", or_equal=True
    ),
)
