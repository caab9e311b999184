"""What raw.victim_hub_people promises: each partnership once a quarter."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "quarter_start_date", "area_code", "referral_count", "needs_assessment_count"
        ),
        expect.no_repeats(
            "no two rows are of the same quarter start date, area code and csp code",
            "quarter_start_date, area_code, csp_code",
        ),
        expect.no_rows(
            "a quarter begins on the first of January, April, July or October",
            """
select distinct quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no more needs are assessed than people were referred",
            "select * from {batch} where needs_assessment_count > referral_count",
            notes="People referred in the quarter before may be assessed in this one.",
        )
    ),
]
