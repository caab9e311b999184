"""What raw.crown_court_case_age promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    expect.no_repeats("each quarter end, age band stands once", "quarter_end, age_band"),
    quarter_ends(),
    expect.column_values_to_be_between("case_count", min_value=0),
)
