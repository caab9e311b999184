"""What raw.trial_effectiveness_magistrates promises: trials of the magistrates' courts that can be read."""

from expectations.shared import trials_by_quarter

suite = trials_by_quarter()
