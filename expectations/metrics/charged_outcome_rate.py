"""Beside the standard promises of a metric: charges are among the police outcomes."""

from expectations import expect
from expectations.shared import numerator_within

suite = expect.critical(numerator_within("charges are among the police outcomes"))
