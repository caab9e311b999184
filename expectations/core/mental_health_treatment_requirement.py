"""What core.mental_health_treatment_requirement promises: each court and sex once a quarter."""

from expectations import expect
from expectations.shared import quarter_starts

suite = expect.critical(
    expect.no_repeats(
        "each court and sex stand once a quarter",
        "source, area_code, court_name, sex, quarter_start_date",
    ),
    expect.column_pair_values_a_to_be_greater_than_b(
        "ended_count", "completed_count", or_equal=True
    ),
    expect.column_values_to_be_between("made_count", min_value=0),
    expect.column_values_to_be_in_set("source", ["local return", "national statistics"]),
    quarter_starts(),
)
