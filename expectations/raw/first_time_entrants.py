"""What raw.first_time_entrants promises: each area, measure and year once."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "a year of numbers has more than one area",
        """
select measure, year_ending from {batch}
group by measure, year_ending having count(*) < 2
""",
        notes="A part of a table was delivered.",
    )
)
