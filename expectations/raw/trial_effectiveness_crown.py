"""What raw.trial_effectiveness_crown promises: trials of the Crown Court that can be read."""

import great_expectations as gx

from expectations.shared import trials_by_quarter

suite = gx.ExpectationSuite(name="raw.trial_effectiveness_crown", expectations=trials_by_quarter())
