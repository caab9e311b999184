"""What core.bank_holiday promises: each day once in each part of the kingdom."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("division", "holiday_date", "title"),
        expect.no_repeats(
            "no two rows are of the same division and holiday date", "division, holiday_date"
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no bank holiday is on a Saturday or a Sunday",
            "select * from {batch} where isodow(holiday_date) > 5",
            notes="One that falls on a weekend is moved to a weekday.",
        )
    ),
]
