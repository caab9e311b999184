"""What raw.area_lsoa promises: each small area of an edition lies in a district."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "a small area has one district in each file",
        """
select source_file, lsoa_code from {batch}
group by all having count(distinct district_code) > 1
""",
        notes="A lookup from smaller areas repeats it, always with the same district.",
    ),
    expect.no_rows(
        "every file says its edition in its name",
        "select distinct source_file from {batch} where file_period is null",
        notes="Without the year of its districts (lad19, or 2019) a file counts as the oldest.",
    ),
)
