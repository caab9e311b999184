"""What raw.proven_reoffending_by_sentence promises: each sentence length once a cohort."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.proven_reoffending_by_sentence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each sentence length stands once a cohort",
            unexpected_rows_query="""
select sentence_length, period, offender_group, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="period", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the printed rate is reoffenders over offenders, to half a point",
            unexpected_rows_query="""
select sentence_length, rate_percent from {batch}
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
