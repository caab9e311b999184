"""What core.reoffending_cohort promises: each cohort once, reoffenders within offenders."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.reoffending_cohort",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each cohort of a group, area and sentence stands once",
            unexpected_rows_query="""
select area_code, measure, cohort_length, offender_group, sentence_length, cohort_start_date, count(*) as
row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="offender_count",
            column_B="reoffender_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="reoffence_count",
            column_B="reoffender_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="measure", value_set=["old", "new"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="cohort_length", value_set=["year", "quarter"], severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="adults and juveniles add up to all offenders",
            unexpected_rows_query="""
select cohort_start_date, measure, cohort_length from {batch}
where area_code = 'K04000001' and sentence_length is null
    and offender_group in ('adult', 'juvenile', 'all')
group by area_code, cohort_start_date, measure, cohort_length
having count(offender_count) = 3
    and sum(offender_count) <> 2 * max(offender_count) filter (offender_group = 'all')
""",
            severity="warning",
        ),
    ],
)
