"""What raw.police_uk_street promises: each row has a month, a force and a kind."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "anti-social behaviour has no Crime ID, and crime has one",
        """
select month_start_date, falls_within, crime_type, count(*) as row_count from {batch}
where (crime_id is null) <> (crime_type = 'Anti-social behaviour')
group by all
""",
        notes="Seen of every Cambridgeshire row; some forces publish a few crimes without.",
    ),
    expect.no_rows(
        "coordinates lie in the British Isles",
        """
select longitude, latitude from {batch}
where longitude not between -11 and 4 or latitude not between 49 and 62
""",
        notes="Places are anonymised, never moved abroad: columns are probably swapped.",
    ),
)
