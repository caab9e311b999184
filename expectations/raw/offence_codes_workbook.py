"""What raw.offence_codes_workbook promises: each offence code, its name and its group."""

import great_expectations as gx

from expectations.shared import offence_codes

suite = gx.ExpectationSuite(name="raw.offence_codes_workbook", expectations=offence_codes())
