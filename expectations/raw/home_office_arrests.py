"""What raw.home_office_arrests promises: a force, a year and an offence group."""

import great_expectations as gx

from expectations.shared import arrests_by_year

suite = gx.ExpectationSuite(name="raw.home_office_arrests", expectations=arrests_by_year())
