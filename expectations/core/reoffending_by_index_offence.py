"""What core.reoffending_by_index_offence promises: percentages, each once."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each cohort end date, offender group, index offence stands once",
        "cohort_end_date, offender_group, index_offence",
    ),
    expect.column_values_to_be_between("reoffending_percent", min_value=0, max_value=100),
)
