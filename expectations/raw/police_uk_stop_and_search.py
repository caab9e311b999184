"""What raw.police_uk_stop_and_search promises: a search, its time and the month of its file."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_uk_stop_and_search",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="search_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="searched_at", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="file_period", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every file's name says whose searches it holds",
            unexpected_rows_query="""
select distinct source_file from {batch}
where not regexp_matches(lower(source_file), '[0-9]{{4}}-[0-9]{{2}}-[a-z-]+-stop-and-search')
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a search is of its file's month, or within a day of it",
            unexpected_rows_query="""
select distinct file_period, left(searched_at, 10) as searched_on from {batch}
where try_cast(left(searched_at, 10) as date)
    not between file_period - 1 and last_day(file_period) + 1
""",
            severity="warning",
            notes="A search in the file of another month counts in the month of its own date.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a force says of most searches whether they found anything",
            unexpected_rows_query="""
select source_file from {batch} group by source_file
having count(*) filter (where is_outcome_linked is null and outcome is null) > 0.2 * count(*)
""",
            severity="warning",
            notes="Searches of which nothing is said are left out of the find rate.",
        ),
    ],
)
