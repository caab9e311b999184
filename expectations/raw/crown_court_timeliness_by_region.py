"""What raw.crown_court_timeliness_by_region promises: each row once."""

from expectations import expect
from expectations.shared import quarter_ends

suite = expect.critical(
    expect.no_repeats(
        "each quarter end, region, geo level stands once", "quarter_end, region, geo_level"
    ),
    quarter_ends(),
    expect.column_values_to_be_between("offence_to_completion_median", min_value=0),
)
