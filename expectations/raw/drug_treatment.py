"""What raw.drug_treatment promises: shares between nought and a hundred, within their limits."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_pair_values_a_to_be_greater_than_b(
            "upper_limit_percent", "lower_limit_percent", or_equal=True
        )
    ),
    *expect.warning(
        expect.no_rows(
            "the printed value is the count over the denominator",
            """
select area_code, time_period, value_percent from {batch}
where indicator_name ilike '%prison%'
    and abs(value_percent - 100 * engaged_count / nullif(released_count, 0)) > 0.5
""",
            notes="A shifted column, or counts rounded by the publisher.",
        )
    ),
]
