"""What core.sentence_outcome promises: each outcome of each court once a quarter."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each quarter start date, court type, sentence outcome stands once",
            "quarter_start_date, court_type, sentence_outcome",
        ),
        expect.column_values_to_not_be_null("court_type"),
        expect.column_values_to_be_between("sentenced_count", min_value=0),
        expect.column_values_to_be_in_set("court_type", ["Magistrates' courts", "Crown Court"]),
    ),
    *expect.warning(
        expect.column_values_to_be_in_set(
            "sentence_outcome",
            [
                "Absolute discharge",
                "Conditional discharge",
                "Fine",
                "Community sentence",
                "Suspended sentence",
                "Immediate custody",
                "Compensation",
                "Otherwise dealt with",
                "Disposal not known",
            ],
            notes="A new outcome counts under its own name: see core.sentence_outcome.",
        )
    ),
]
