"""What raw.trial_effectiveness_magistrates promises: trials of the magistrates' courts that can be read."""

import great_expectations as gx

from expectations.shared import trials_by_quarter

suite = gx.ExpectationSuite(
    name="raw.trial_effectiveness_magistrates", expectations=trials_by_quarter()
)
