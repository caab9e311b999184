"""What raw.court_disposals_by_area promises: counts of people sentenced, by areas and years that can be."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.court_disposals_by_area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="sentenced_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="sentence_outcome", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="police_force_area", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no year is less than half of the year before it",
            unexpected_rows_query="""
select year, sentenced from (
    select year, sum(sentenced_count) as sentenced,
        lag(sum(sentenced_count)) over (order by year) as before
    from {batch} group by year
) where sentenced < 0.5 * before
""",
            severity="warning",
            notes="A part of the year is likely: the publisher splits years over several files.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every value of an outcome is numbered, as published",
            unexpected_rows_query="""
select distinct sentence_outcome from {batch}
where not regexp_matches(sentence_outcome, '^[0-9]+:')
""",
            severity="warning",
            notes="Another edition, or another file: its outcomes are matched by their words.",
        ),
    ],
)
