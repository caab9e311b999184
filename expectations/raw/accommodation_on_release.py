"""What raw.accommodation_on_release promises: parts that add up to the releases."""

from expectations.shared import releases_by_status

suite = releases_by_status("settled_count", "not_settled_count", "homeless_count")
