"""What core.crown_court_caseload promises: one row a quarter end, following from the last."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("quarter_end_date"),
        expect.column_values_to_not_be_null("open_count"),
        expect.column_values_to_be_between("open_count", min_value=0),
        expect.column_pair_values_a_to_be_greater_than_b(
            "open_of_known_age_count", "open_one_year_plus_count", or_equal=True
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "open cases move by receipts less disposals, within 2 per cent",
            """
with stepped as (
    select quarter_end_date, open_count, receipt_count, disposal_count,
        lag(open_count) over (order by quarter_end_date) as before,
        lag(quarter_end_date) over (order by quarter_end_date) as before_date
    from {batch}
)
select quarter_end_date, open_count, before from stepped
where before_date >= quarter_end_date - interval 100 day
    and abs(open_count - before - receipt_count + disposal_count) > 0.02 * before
""",
            notes="Cases are corrected between editions, so the identity holds only about.",
        )
    ),
]
