"""What raw.crown_court_backlog_ratio promises: each row once."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("each region, court stands once", "region, court"),
    expect.column_values_to_be_between("annual_disposals", min_value=0),
)
