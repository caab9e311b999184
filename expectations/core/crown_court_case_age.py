"""What core.crown_court_case_age promises: each age band once."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "no two rows share quarter end, remand status and age band",
        """
select quarter_end_date, remand_status, age_band from {batch}
group by all having count(*) > 1
""",
    ),
    expect.column_values_to_be_between("open_count", min_value=0),
)
