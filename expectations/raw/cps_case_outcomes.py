"""What raw.cps_case_outcomes promises: whole months, each area once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("file_period"),
        expect.no_rows(
            "motoring offences of the areas add up to National",
            """
select file_period from {batch} group by file_period
having count(*) filter (area_name = 'National') = 1
    and sum(motoring_offences_convictions) <> 2 * max(motoring_offences_convictions)
        filter (area_name = 'National')
""",
            notes="The other categories are held to the same identity in core.prosecution_outcome.",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every month has 42 areas",
            """
select file_period from {batch} group by file_period
having count(*) filter (area_name <> 'National') <> 42
""",
            notes="There are 42 prosecution areas: the two London forces are one.",
        )
    ),
]
