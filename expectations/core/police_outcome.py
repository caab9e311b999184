"""What core.police_outcome promises on any of its months: each distinct published row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.shared import few_events_without_a_place, placed_events

suite = gx.ExpectationSuite(
    name="core.police_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        *placed_events(),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_police_outcome", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_court_result", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_charged", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_positive", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="repeat_count", min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no outcome is both the police's and a court's",
            unexpected_rows_query="""
select outcome_type from {batch} where is_police_outcome and is_court_result
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        *few_events_without_a_place(),
        gxe.UnexpectedRowsExpectation(
            description="every outcome is one we know",
            unexpected_rows_query="""
select distinct outcome_type from {batch}
where outcome_type not in (select outcome_name from core.outcome_type)
""",
            severity="warning",
            notes="Counted as a police outcome, not positive: add it to assets/reference/outcome_type.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="of a force's month, fewer than a tenth of the rows are repeats",
            unexpected_rows_query="""
select month_start_date, force_code from {batch} group by all
having sum(repeat_count) > 1.1 * count(*)
""",
            severity="warning",
            notes="About 2 in 100 were in 2019: more looks like a month delivered twice in one file.",
        ),
    ],
)
