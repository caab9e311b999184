"""What raw.home_office_recorded_crime promises: a force, a quarter and an offence."""

from expectations.shared import recorded_crime_by_quarter

suite = recorded_crime_by_quarter()
