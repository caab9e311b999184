"""What raw.home_office_outcomes_workbook promises: a force, a quarter, an offence and an outcome."""

import great_expectations as gx

from expectations.shared import outcomes_by_quarter

suite = gx.ExpectationSuite(
    name="raw.home_office_outcomes_workbook", expectations=outcomes_by_quarter()
)
