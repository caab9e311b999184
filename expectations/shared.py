"""Promises that several tables keep alike: one publisher's figures in two formats, placed events.

Each function returns new promises, for a suite to hold beside its own. A change here has every
table whose suite imports it checked again.
"""

import great_expectations.expectations as gxe

Promises = list[gxe.Expectation]


def offence_counts_by_quarter() -> Promises:
    """Promise what a count of offences by force and quarter of the Home Office cannot break."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="financial_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="financial_quarter", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="financial_quarter", min_value=1, max_value=4, severity="critical"
        ),
        *financial_year(),
    ]


def few_cancelled_offences() -> Promises:
    """Expect negative counts of offences to be small."""
    return [
        gxe.UnexpectedRowsExpectation(
            description="no offence is cancelled more than 100 times in a quarter",
            unexpected_rows_query="""
select financial_year, force_name, offence_description, offence_count from {batch}
where offence_count < -100
""",
            severity="warning",
            notes="Transferred and cancelled records make small negative numbers, not large ones.",
        ),
    ]


def financial_year() -> Promises:
    """Promise that a financial year is written as two years that follow each other."""
    return [
        gxe.UnexpectedRowsExpectation(
            description="a financial year is two years that follow each other",
            unexpected_rows_query="""
select distinct financial_year from {batch}
where (left(financial_year, 4)::integer + 1) % 100 <> right(financial_year, 2)::integer
""",
            severity="critical",
        ),
    ]


def outcomes_by_quarter() -> Promises:
    """Promise what every table of outcomes of the Home Office does."""
    return [
        *offence_counts_by_quarter(),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_type", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every row has a number of offences",
            unexpected_rows_query="""
select financial_year, force_name, offence_code, outcome_type from {batch} where offence_count is null
""",
            severity="warning",
            notes="A number that is not given is left out of the sums.",
        ),
        *few_cancelled_offences(),
    ]


def recorded_crime_by_quarter() -> Promises:
    """Promise what every table of recorded crime of the Home Office does."""
    return [
        *offence_counts_by_quarter(),
        gxe.UnexpectedRowsExpectation(
            description="every force has a number for each offence",
            unexpected_rows_query="""
select financial_year, force_name, offence_code from {batch} where offence_count is null
""",
            severity="warning",
            notes="A number that is not given is left out of the sums.",
        ),
        *few_cancelled_offences(),
    ]


def arrests_by_year() -> Promises:
    """Promise what every table of arrests of the Home Office does."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="financial_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="arrest_count", min_value=0, severity="critical"),
        *financial_year(),
        gxe.UnexpectedRowsExpectation(
            description="a force's year is given whole or not at all",
            unexpected_rows_query="""
select financial_year, force_name from {batch}
where not starts_with(offence_group, '20')
group by financial_year, force_name
having count(arrest_count) not in (0, count(*))
""",
            severity="warning",
            notes="The numbers that are missing make the year's arrests too few.",
        ),
    ]


def offence_codes() -> Promises:
    """Promise what every list of offence codes does: each code with a name, a group and its days."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="offence_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_description", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a code begins only once on a day",
            unexpected_rows_query="""
select trim(offence_code), valid_from, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no code ends before it begins",
            unexpected_rows_query="""
select offence_code, valid_from, valid_to from {batch} where valid_to < valid_from
""",
            severity="critical",
        ),
    ]


def trials_by_quarter() -> Promises:
    """Promise what the trials of either kind of court do."""
    return [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="trial_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="trial_effectiveness", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="lcjb", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="year", min_value=1990, max_value=2100, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a blank value was nought: few quarters have no trial at all",
            unexpected_rows_query="""
select year, quarter from {batch}
group by year, quarter having sum(trial_count) = 0
""",
            severity="warning",
            notes="A quarter without any trial is a quarter not delivered.",
        ),
    ]


def releases_by_status(*known: str) -> Promises:
    """Promise that the known statuses and the unknown one add up to the releases from custody."""
    return [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a period and time after release",
            unexpected_rows_query="""
select period, region, delivery_unit, time_after_release, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the statuses add up to the releases",
            unexpected_rows_query=f"""
select * from {{batch}}
where {" + ".join(known)} + unknown_count <> release_count
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="release_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no status is unknown for half of the releases or more",
            unexpected_rows_query="""
select period, region, delivery_unit, time_after_release from {batch}
where 2 * unknown_count >= release_count and release_count > 0
""",
            severity="warning",
            notes="A rate of those whose status is known says little of the rest.",
        ),
    ]


def placed_events() -> Promises:
    """Promise that every event of a month lies in a force and a partnership, or is said not to."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every month begins on its first day",
            unexpected_rows_query="""
select month_start_date from {batch} where day(month_start_date) <> 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="place_match",
            value_set=["lsoa_code", "lsoa_name", "outside", "unmatched", "unknown"],
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
        gxe.UnexpectedRowsExpectation(
            description="what has no place in the force counts in an area of its own, X98 or X99",
            unexpected_rows_query="""
select distinct force_code, csp_code, place_match from {batch}
where place_match in ('outside', 'unmatched', 'unknown') and left(csp_code, 3) not in ('X98', 'X99')
""",
            severity="critical",
        ),
    ]


def few_events_without_a_place() -> Promises:
    """Expect forces and small areas to be known."""
    return [
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select month_start_date, count(*) as row_count from {batch}
where force_code = 'X99000000' group by all
""",
            severity="warning",
            notes="Counted as police force not known: add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="at most a quarter of the rows with a place lie in a small area that nothing knows",
            unexpected_rows_query="""
select month_start_date, force_code, count(*) as row_count from {batch}
where place_match <> 'unknown'
group by all having count(*) filter (place_match = 'unmatched') > 0.25 * count(*)
""",
            severity="warning",
            notes="The lookup of small areas is missing, or of another census than the file.",
        ),
    ]
