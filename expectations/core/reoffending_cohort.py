"""What core.reoffending_cohort promises: each cohort once, reoffenders within offenders."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each cohort of a group, area and sentence stands once",
            "area_code, measure, cohort_length, offender_group, sentence_length, cohort_start_date",
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "offender_count", "reoffender_count", or_equal=True
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "reoffence_count", "reoffender_count", or_equal=True
        ),
        expect.column_values_to_be_in_set("measure", ["old", "new"]),
        expect.column_values_to_be_in_set("cohort_length", ["year", "quarter"]),
    ),
    *expect.warning(
        expect.no_rows(
            "adults and juveniles add up to all offenders",
            """
select cohort_start_date, measure, cohort_length from {batch}
where area_code = 'K04000001' and sentence_length is null
    and offender_group in ('adult', 'juvenile', 'all')
group by area_code, cohort_start_date, measure, cohort_length
having count(offender_count) = 3
    and sum(offender_count) <> 2 * max(offender_count) filter (offender_group = 'all')
""",
        )
    ),
]
