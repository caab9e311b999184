"""What raw.youth_justice promises: one figure per area, year, indicator and measure."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area code, period, indicator, measure stands once",
            "area_code, period, indicator, measure",
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[EWKNS]\d{8}$"),
    ),
    *expect.warning(
        expect.no_rows(
            "a count stands beside every rate of children cautioned or sentenced",
            """
select area_code, period from {batch}
where indicator ilike 'children cautioned or sentenced'
group by area_code, period
having count(*) filter (measure ilike 'count') <> 1
""",
        )
    ),
]
