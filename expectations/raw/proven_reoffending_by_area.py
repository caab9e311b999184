"""What raw.proven_reoffending_by_area promises: each area once a cohort."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area code, period, offender group stands once",
            "area_code, period, offender_group",
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[EWKNS]\d{8}$"),
    ),
    *expect.warning(
        expect.no_rows(
            "the printed rate is reoffenders over offenders, to half a point",
            """
select area_code, rate_percent from {batch}
where abs(
    try_cast(replace(rate_percent, '%', '') as double)
    - 100 * try_cast(replace(reoffender_count, ',', '') as double)
        / nullif(try_cast(replace(offender_count, ',', '') as double), 0)
) > 0.5
""",
            notes="Rates are printed to one decimal; a larger gap means a shifted column.",
        )
    ),
]
