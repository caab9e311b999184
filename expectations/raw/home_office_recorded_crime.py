"""What raw.home_office_recorded_crime promises: a force, a quarter and an offence."""

import great_expectations as gx

from expectations.shared import recorded_crime_by_quarter

suite = gx.ExpectationSuite(
    name="raw.home_office_recorded_crime", expectations=recorded_crime_by_quarter()
)
