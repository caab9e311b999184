"""What raw.home_office_arrests promises: a force, a year and an offence group."""

from expectations.shared import arrests_by_year

suite = arrests_by_year()
