"""What raw.police_uk_outcomes promises: each row has a month, a force and an outcome."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "coordinates lie in the British Isles",
        """
select longitude, latitude from {batch}
where longitude not between -11 and 4 or latitude not between 49 and 62
""",
        notes="Places are anonymised, never moved abroad: columns are probably swapped.",
    )
)
