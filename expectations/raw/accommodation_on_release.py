"""What raw.accommodation_on_release promises: parts that add up to the releases."""

import great_expectations as gx

from expectations.shared import releases_by_status

suite = gx.ExpectationSuite(
    name="raw.accommodation_on_release",
    expectations=releases_by_status("settled_count", "not_settled_count", "homeless_count"),
)
