"""What raw.employment_after_release promises: parts that add up to the releases."""

from expectations.shared import releases_by_status

suite = releases_by_status("employed_count", "not_employed_count")
