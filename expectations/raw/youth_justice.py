"""What raw.youth_justice promises: one figure per area, year, indicator and measure."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "a count stands beside every rate of children cautioned or sentenced",
        """
select area_code, period from {batch}
where indicator ilike 'children cautioned or sentenced'
group by area_code, period
having count(*) filter (measure ilike 'count') <> 1
""",
    )
)
