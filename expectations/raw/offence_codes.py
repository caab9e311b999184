"""What raw.offence_codes promises: each offence code, its name and its group."""

import great_expectations as gx

from expectations.shared import offence_codes

suite = gx.ExpectationSuite(name="raw.offence_codes", expectations=offence_codes())
