"""What raw.court_disposals_by_area promises: counts of people sentenced, by areas and years that can be."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "no year is less than half of the year before it",
        """
select year, sentenced from (
    select year, sum(sentenced_count) as sentenced,
        lag(sum(sentenced_count)) over (order by year) as before
    from {batch} group by year
) where sentenced < 0.5 * before
""",
        notes="A part of the year is likely: the publisher splits years over several files.",
    ),
    expect.no_rows(
        "every value of an outcome is numbered, as published",
        """
select distinct sentence_outcome from {batch}
where not regexp_matches(sentence_outcome, '^[0-9]+:')
""",
        notes="Another edition, or another file: its outcomes are matched by their words.",
    ),
)
