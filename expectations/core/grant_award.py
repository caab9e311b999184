"""What core.grant_award promises: each award once, with an amount, a year and an area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("award_id"),
        expect.column_values_to_not_be_null("amount_awarded", "award_date", "area_code"),
        expect.column_values_to_match_regex("financial_year", regex=r"^\d{4}/\d\d$"),
        expect.column_values_to_match_regex("currency", regex=r"^[A-Z]{3}$"),
        expect.no_rows(
            "theme is a theme of the plan, or not known",
            """
select award_id, theme from {batch}
where theme not in ('victims', 'offenders', 'communities', 'transformation')
""",
        ),
    ),
    *expect.warning(
        expect.column_values_to_be_between(
            "amount_awarded", min_value=0, notes="A negative award is a correction: ask the funder."
        ),
        expect.column_values_to_be_in_set(
            "currency", ["GBP"], notes="Awards in other currencies are left out of sums in pounds."
        ),
    ),
]
