"""What raw.employment_after_release promises: parts that add up to the releases."""

import great_expectations as gx

from expectations.shared import releases_by_status

suite = gx.ExpectationSuite(
    name="raw.employment_after_release",
    expectations=releases_by_status("employed_count", "not_employed_count"),
)
