"""What raw.crown_court_backlog_ratio promises: each row once."""

from expectations import expect

suite = expect.critical(expect.column_values_to_be_between("annual_disposals", min_value=0))
