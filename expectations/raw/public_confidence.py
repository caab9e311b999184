"""What raw.public_confidence promises: percentages out of a hundred, with their base."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "a percentage is out of a hundred, not a share of one",
            "select * from {batch} where percent_good > 100 or percent_good <= 1",
        ),
        expect.no_rows(
            "the percentage lies within its own interval",
            """
select * from {batch} where percent_good < lower_percent or percent_good > upper_percent
""",
        ),
        expect.no_rows(
            "years end in March",
            """
select distinct year_end_date from {batch}
where month(year_end_date) <> 3 or day(year_end_date) <> 31
""",
        ),
        expect.no_rows(
            "a percentage has a base",
            "select * from {batch} where percent_good is not null and unweighted_base is null",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every base is of at least 100 people",
            "select * from {batch} where unweighted_base < 100",
            notes="The publisher suppresses smaller bases.",
        )
    ),
]
