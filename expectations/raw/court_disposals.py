"""What raw.court_disposals promises: each figure of the sheet once, both courts found."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_match_regex("court", regex=r"(?i)^(magistrates|crown court)"),
        expect.no_rows(
            "the sheet has a section of sentence outcomes",
            """
select count(*) as figures from {batch} where section ilike 'sentence outcome%'
having count(*) = 0
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "sentence outcomes add up to the people sentenced, within 1 per cent",
            """
with summed as (
    select quarter, court,
        sum(value) filter (section ilike 'sentence outcome%') as outcomes,
        max(value) filter (category ilike 'sentenced at%') as sentenced
    from {batch}
    group by quarter, court
)
select quarter, court, outcomes, sentenced from summed
where abs(outcomes - sentenced) > 0.01 * sentenced
""",
            notes="The publisher's own check columns differ by a few hundred in some quarters.",
        )
    ),
]
