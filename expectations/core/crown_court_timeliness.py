"""What core.crown_court_timeliness promises: each average once, and never negative."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "no two rows share quarter end, region, measure and average",
        """
select quarter_end_date, region_name, measure, average from {batch}
group by all having count(*) > 1
""",
    ),
    expect.column_values_to_be_between("value", min_value=0),
)
