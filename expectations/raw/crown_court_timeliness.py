"""What raw.crown_court_timeliness promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    quarter_ends(),
    expect.column_values_to_be_between("offence_to_completion_median", min_value=0),
)
