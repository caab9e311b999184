"""What raw.bank_holidays promises: each holiday once, in its own year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "no two rows are of the same division, holiday date and title",
            "division, holiday_date, title",
        ),
        expect.no_rows(
            "a holiday is in its year",
            "select * from {batch} where holiday_year <> year(holiday_date)",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "a year has at least seven holidays",
            "select division, holiday_year from {batch} group by all having count(*) < 7",
            notes="The year may be incomplete.",
        )
    ),
]
