"""What core.trial_effectiveness promises to the measures of trials."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.trial_effectiveness",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each result of a court stands once a quarter",
            unexpected_rows_query="""
select court_type, area_code, court_name, quarter_start_date, trial_result,
is_prosecution_witness_issue, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="trial_result",
            value_set=["effective", "cracked", "ineffective", "vacated"],
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="court_type", value_set=["magistrates", "crown"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="trial_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no effective trial failed through a witness",
            unexpected_rows_query="""
select * from {batch}
where trial_result = 'effective' and is_prosecution_witness_issue and trial_count > 0
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins on the first day of one",
            unexpected_rows_query="""
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every area name is known",
            unexpected_rows_query="""
select distinct unknown_area_name from {batch}
where unknown_area_name is not null
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
    ],
)
