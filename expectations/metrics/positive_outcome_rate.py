"""Beside the standard promises of a metric: positive outcomes are among the police outcomes."""

from expectations import expect
from expectations.shared import numerator_within

suite = expect.critical(numerator_within("positive outcomes are among the police outcomes"))
