"""What raw.crown_court_trajectory promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    quarter_ends(),
    expect.column_values_to_be_between("open_cases", "receipts", "disposals", min_value=0),
)
