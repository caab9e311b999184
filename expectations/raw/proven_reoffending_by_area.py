"""What raw.proven_reoffending_by_area promises: each area once a cohort."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.proven_reoffending_by_area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area code, period, offender group stands once",
            unexpected_rows_query="""
select area_code, period, offender_group, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWKNS]\d{8}$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the printed rate is reoffenders over offenders, to half a point",
            unexpected_rows_query="""
select area_code, rate_percent from {batch}
where abs(
    try_cast(replace(rate_percent, '%', '') as double)
    - 100 * try_cast(replace(reoffender_count, ',', '') as double)
        / nullif(try_cast(replace(offender_count, ',', '') as double), 0)
) > 0.5
""",
            severity="warning",
            notes="Rates are printed to one decimal; a larger gap means a shifted column.",
        ),
    ],
)
