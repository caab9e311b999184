"""What core.opcc_spend promises: every payment has a day, an amount and a financial year."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("body_name", "payment_date", "net_amount_gbp"),
        expect.column_values_to_match_regex("financial_year", regex=r"^\d{4}/\d\d$"),
        expect.no_rows(
            "a number of a payment comes from one file",
            """
select body_name, transaction_number, payment_date from {batch}
where transaction_number is not null group by all having count(distinct source_file) > 1
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no payment is of more than ten million pounds",
            "select * from {batch} where abs(net_amount_gbp) > 10000000",
            notes="Pence may have been read as pounds: look at the file.",
        )
    ),
]
