"""What raw.area_district promises: each district of an edition, with its partnership and force."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "a partnership lies in one force in each file",
            """
select source_file, csp_code from {batch}
group by all having count(distinct force_code) > 1
""",
        )
    ),
    *expect.warning(
        expect.no_rows(
            "every file says its edition in its name",
            "select distinct source_file from {batch} where file_period is null",
            notes="Without the year of its districts (lad19, or 2019) a file counts as the oldest.",
        )
    ),
]
