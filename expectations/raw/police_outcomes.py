"""What raw.police_outcomes promises: each crime once, in the file of its month."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("file_period"),
        expect.column_values_to_be_unique("crime_reference"),
        expect.no_rows(
            "every crime was recorded in the month that its file names",
            """
select file_period, recorded_date from {batch}
where date_trunc('month', recorded_date) <> file_period
""",
        ),
        expect.no_rows(
            "an outcome and its date come together",
            """
select outcome_code, outcome_date from {batch}
where (outcome_code is null) <> (outcome_date is null)
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no outcome is given before the crime is recorded",
            "select recorded_date, outcome_date from {batch} where outcome_date < recorded_date",
            notes="A date typed wrongly, or a crime recorded late: ask the force.",
        )
    ),
]
