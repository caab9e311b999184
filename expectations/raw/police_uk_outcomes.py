"""What raw.police_uk_outcomes promises: each row has a month, a force and an outcome."""

from expectations import expect
from expectations.shared import month_starts

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("month_start_date", "falls_within", "outcome_type"),
        month_starts(),
    ),
    *expect.warning(
        expect.no_rows(
            "coordinates lie in the British Isles",
            """
select longitude, latitude from {batch}
where longitude not between -11 and 4 or latitude not between 49 and 62
""",
            notes="Places are anonymised, never moved abroad: columns are probably swapped.",
        )
    ),
]
