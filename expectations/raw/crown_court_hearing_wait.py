"""What raw.crown_court_hearing_wait promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    quarter_ends(),
    expect.column_values_to_be_between("waiting_median_weeks", min_value=0),
)
