"""What core.sentence_outcome promises: each outcome of each court once a quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.sentence_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each quarter start date, court type, sentence outcome stands once",
            unexpected_rows_query="""
select quarter_start_date, court_type, sentence_outcome, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="court_type", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="sentenced_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="court_type",
            value_set=["Magistrates' courts", "Crown Court"],
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeInSet(
            column="sentence_outcome",
            value_set=[
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
            severity="warning",
            notes="A new outcome counts under its own name: see core.sentence_outcome.",
        ),
    ],
)
