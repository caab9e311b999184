"""What raw.probation_requirements promises: each requirement once a region, supervision, sex and quarter."""

from expectations import expect

suite = expect.critical(
    expect.table_row_count_to_be_between(min_value=1),
    expect.no_repeats(
        "each figure stands once", "nps_region, supervision_type, sex, quarter, requirement_type"
    ),
    expect.column_values_to_be_between("person_count", min_value=0),
)
