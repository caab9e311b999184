"""What raw.probation_caseload promises: each area, supervision and sex once a day."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "the caseload is of the last day of a quarter",
        """
select distinct caseload_date from {batch}
where caseload_date <> last_day(caseload_date) or month(caseload_date) % 3 <> 0
""",
        notes="Day and month may have changed places.",
    )
)
