"""What raw.proven_reoffending promises: one figure per cohort, group and rate."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "no count or rate is negative", "select rate, value from {batch} where value < 0"
        )
    ),
    *expect.warning(
        expect.column_values_to_be_in_set(
            "rate",
            [
                "binary",
                "adjusted",
                "OGRS4",
                "frequency",
                "reoffences",
                "reoffenders",
                "cohort",
            ],
            notes="A rate of another name is kept, but no measure reads it.",
        )
    ),
]
