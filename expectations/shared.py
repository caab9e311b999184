"""Promises that several tables keep alike: one publisher's figures in two formats, placed events.

Each function returns promises, for a suite to hold beside its own.
"""

from expectations import expect
from expectations.expect import Suite


def offence_counts_by_quarter() -> Suite:
    """Promise what a count of offences by force and quarter of the Home Office cannot break."""
    return [
        *expect.critical(
            expect.column_values_to_be_between("financial_quarter", min_value=1, max_value=4)
        ),
        *financial_year(),
    ]


def few_cancelled_offences() -> Suite:
    """Expect negative counts of offences to be small."""
    return expect.warning(
        expect.no_rows(
            "no offence is cancelled more than 100 times in a quarter",
            """
select financial_year, force_name, offence_description, offence_count from {batch}
where offence_count < -100
""",
            notes="Transferred and cancelled records make small negative numbers, not large ones.",
        )
    )


def numerator_within(description: str) -> Suite:
    """Promise that what a measure counts is among what it counts it of; say in words how."""
    return expect.no_rows(
        description,
        """
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
    )


def forces_have_codes() -> Suite:
    """Promise that every police force is one of the register, or X99: not known."""
    return expect.no_rows(
        "every force is known by its code",
        """
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
    )


def forces_are_known() -> Suite:
    """Expect no row of X99: a name of a police force that nothing knows."""
    return expect.no_rows(
        "every police force is known",
        "select distinct force_code from {batch} where force_code = 'X99000000'",
        notes="Add the spelling to assets/reference/police_force.csv.",
    )


def month_starts() -> Suite:
    """Promise that a month is told by its first day."""
    return expect.no_rows(
        "every month begins on its first day",
        "select month_start_date from {batch} where day(month_start_date) <> 1",
    )


def quarter_starts() -> Suite:
    """Promise that a quarter is told by its first day."""
    return expect.no_rows(
        "every quarter begins on the first day of one",
        """
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
    )


def quarter_ends() -> Suite:
    """Promise that a quarter is told by its last day."""
    return expect.no_rows(
        "every quarter end is the last day of a quarter",
        """
select quarter_end from {batch}
where quarter_end <> last_day(quarter_end) or month(quarter_end) % 3 <> 0
""",
    )


def financial_year() -> Suite:
    """Promise that a financial year is written as two years that follow each other."""
    return expect.critical(
        expect.no_rows(
            "a financial year is two years that follow each other",
            """
select distinct financial_year from {batch}
where (left(financial_year, 4)::integer + 1) % 100 <> right(financial_year, 2)::integer
""",
        )
    )


def outcomes_by_quarter() -> Suite:
    """Promise what every table of outcomes of the Home Office does."""
    return [
        *offence_counts_by_quarter(),
        *expect.warning(
            expect.no_rows(
                "every row has a number of offences",
                """
select financial_year, force_name, offence_code, outcome_type from {batch} where offence_count is null
""",
                notes="A number that is not given is left out of the sums.",
            )
        ),
        *few_cancelled_offences(),
    ]


def recorded_crime_by_quarter() -> Suite:
    """Promise what every table of recorded crime of the Home Office does."""
    return [
        *offence_counts_by_quarter(),
        *expect.warning(
            expect.no_rows(
                "every force has a number for each offence",
                """
select financial_year, force_name, offence_code from {batch} where offence_count is null
""",
                notes="A number that is not given is left out of the sums.",
            )
        ),
        *few_cancelled_offences(),
    ]


def arrests_by_year() -> Suite:
    """Promise what every table of arrests of the Home Office does."""
    return [
        *financial_year(),
        *expect.warning(
            expect.no_rows(
                "a force's year is given whole or not at all",
                """
select financial_year, force_name from {batch}
where not starts_with(offence_group, '20')
group by financial_year, force_name
having count(arrest_count) not in (0, count(*))
""",
                notes="The numbers that are missing make the year's arrests too few.",
            )
        ),
    ]


def offence_codes() -> Suite:
    """Promise what every list of offence codes does: a code begins once, and ends after it."""
    return expect.critical(
        expect.no_repeats("a code begins only once on a day", "trim(offence_code), valid_from"),
        expect.no_rows(
            "no code ends before it begins",
            "select offence_code, valid_from, valid_to from {batch} where valid_to < valid_from",
        ),
    )


def trials_by_quarter() -> Suite:
    """Promise what the trials of either kind of court do."""
    return [
        *expect.critical(
            expect.column_values_to_be_between("year", min_value=1990, max_value=2100)
        ),
        *expect.warning(
            expect.no_rows(
                "a blank value was nought: few quarters have no trial at all",
                """
select year, quarter from {batch}
group by year, quarter having sum(trial_count) = 0
""",
                notes="A quarter without any trial is a quarter not delivered.",
            )
        ),
    ]


def releases_by_status(*known: str) -> Suite:
    """Promise that the known statuses and the unknown one add up to the releases from custody."""
    return [
        *expect.critical(
            expect.no_rows(
                "the statuses add up to the releases",
                f"""
select * from {{batch}}
where {" + ".join(known)} + unknown_count <> release_count
""",
            )
        ),
        *expect.warning(
            expect.no_rows(
                "no status is unknown for half of the releases or more",
                """
select period, region, delivery_unit, time_after_release from {batch}
where 2 * unknown_count >= release_count and release_count > 0
""",
                notes="A rate of those whose status is known says little of the rest.",
            )
        ),
    ]


def placed_events() -> Suite:
    """Promise that every event of a month lies in a force and a partnership, or is said not to."""
    return expect.critical(
        expect.column_values_to_not_be_null("month_start_date", "force_code", "csp_code"),
        month_starts(),
        expect.column_values_to_be_in_set(
            "place_match", ["lsoa_code", "lsoa_name", "outside", "unmatched", "unknown"]
        ),
        forces_have_codes(),
        expect.no_rows(
            "what has no place in the force counts in an area of its own, X98 or X99",
            """
select distinct force_code, csp_code, place_match from {batch}
where place_match in ('outside', 'unmatched', 'unknown') and left(csp_code, 3) not in ('X98', 'X99')
""",
        ),
    )


def few_events_without_a_place() -> Suite:
    """Expect forces and small areas to be known."""
    return expect.warning(
        expect.no_rows(
            "every police force is known",
            """
select month_start_date, count(*) as row_count from {batch}
where force_code = 'X99000000' group by all
""",
            notes="Counted as police force not known: add the spelling to assets/reference/police_force.csv.",
        ),
        expect.no_rows(
            "at most a quarter of the rows with a place lie in a small area that nothing knows",
            """
select month_start_date, force_code, count(*) as row_count from {batch}
where place_match <> 'unknown'
group by all having count(*) filter (place_match = 'unmatched') > 0.25 * count(*)
""",
            notes="The lookup of small areas is missing, or of another census than the file.",
        ),
    )
