"""What raw.proven_reoffending_by_area promises: each area once a cohort."""

from expectations import expect

suite = expect.warning(
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
)
