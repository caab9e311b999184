"""What core.police_outcome_month promises to the rates of outcomes."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_outcome_month",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_domestic_abuse", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="recorded_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="an area's month has each offence group and flag once",
            unexpected_rows_query="""
select
    area_code,
    month_start_date,
    offence_group,
    is_domestic_abuse,
    count(*) as row_count
from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a part of the outcomes is never more than all of them",
            unexpected_rows_query="""
select area_code, month_start_date, offence_group from {batch}
where prosecution_possible_count > assigned_count or out_of_court_count > prosecution_possible_count
    or unsupported_no_suspect_count + unsupported_suspect_count > assigned_count
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the force's own crimes are all counted once",
            unexpected_rows_query="""
select sum(recorded_count) as recorded_count from {batch}
where area_code in (select force_code from core.police_outcome_crime)
having coalesce(sum(recorded_count), 0) <> (select count(*) from core.police_outcome_crime)
""",
            severity="critical",
        ),
    ],
)
