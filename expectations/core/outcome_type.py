"""What core.outcome_type promises: each published outcome is the police's, a court's or neither."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.outcome_type",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="outcome_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_police_outcome", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_court_result", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_charged", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_positive", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no outcome is both the police's and a court's, and only the police's are positive",
            unexpected_rows_query="""
select outcome_type from {batch}
where (is_police_outcome and is_court_result) or (is_positive and not is_police_outcome)
    or (is_charged and not is_positive)
""",
            severity="critical",
        ),
    ],
)
