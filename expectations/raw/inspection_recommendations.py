"""What raw.inspection_recommendations promises: one register of one day for each force."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "a recommendation is raised before it is closed",
        "select * from {batch} where closed_date < raised_date",
    ),
    expect.no_rows(
        "nothing is raised or closed after the day of the register",
        "select * from {batch} where raised_date > register_date or closed_date > register_date",
    ),
    expect.no_rows(
        "the register of a force has one date",
        """
select force_name from {batch} group by force_name having count(distinct register_date) > 1
""",
    ),
)
