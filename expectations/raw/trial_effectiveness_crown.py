"""What raw.trial_effectiveness_crown promises: trials of the Crown Court that can be read."""

from expectations.shared import trials_by_quarter

suite = trials_by_quarter()
