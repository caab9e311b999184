"""What core.reoffending_figure promises to the measures of proven reoffending."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each figure of a cohort, group and area stands once",
        "figure, area_code, measure, offender_group, sentence, period_type, cohort_start_date",
    ),
    expect.no_rows(
        "reoffenders are within offenders, and each has a reoffence at the least",
        """
select * from {batch}
where (figure = 'rate' and part_count > whole_count)
    or (figure = 'frequency' and part_count < whole_count)
""",
    ),
    expect.no_rows(
        "a figure that cannot be given says why",
        """
select * from {batch}
where (part_count is null or whole_count is null or whole_count = 0) <> (state is not null)
    or (state is null) <> (reason is null)
""",
    ),
)
