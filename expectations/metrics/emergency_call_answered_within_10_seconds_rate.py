"""Beside the standard promises of a metric: calls answered in time are among the calls."""

from expectations import expect
from expectations.shared import numerator_within

suite = expect.critical(numerator_within("calls answered in time are among the calls"))
