"""What core.stop_and_search promises to the find rate."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.stop_and_search",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="search_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="object_of_search", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="officer_defined_ethnicity", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows count the same searches",
            unexpected_rows_query="""
select
    force_code,
    month_start_date,
    is_delivered,
    search_type,
    object_of_search,
    officer_defined_ethnicity,
    count(*) as row_count
from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="found is of known, and known of searches",
            unexpected_rows_query="""
select force_code, month_start_date from {batch}
where not (0 <= found_count and found_count <= known_count and known_count <= search_count)
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every month begins on its first day",
            unexpected_rows_query="""
select month_start_date from {batch} where day(month_start_date) <> 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select distinct force_code from {batch} where force_code = 'X99000000'
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no more than one search in a hundred is of a month whose file has not come",
            unexpected_rows_query="""
select force_code from {batch} group by force_code
having sum(search_count) filter (where not is_delivered) > 0.01 * sum(search_count)
    and sum(search_count) > 1000
""",
            severity="warning",
            notes="Files named for another month than they hold: ask the publisher.",
        ),
    ],
)
