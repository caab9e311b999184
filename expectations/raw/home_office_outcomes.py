"""What raw.home_office_outcomes promises: a force, a quarter, an offence and an outcome."""

from expectations.shared import outcomes_by_quarter

suite = outcomes_by_quarter()
