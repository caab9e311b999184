"""What raw.mental_health_treatment_requirements promises: each court and sex once a quarter."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_pair_values_a_to_be_greater_than_b(
            "ended_count", "completed_count", or_equal=True
        )
    ),
    *expect.warning(
        expect.no_rows(
            "a court makes no more requirements than people were found suitable",
            "select * from {batch} where made_count > assessed_suitable_count",
            notes="An assessment may be of the quarter before.",
        )
    ),
]
