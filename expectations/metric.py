"""What every metric's rows promise, whatever they measure; a metric's own suite adds to it."""

from expectations import expect
from expectations.expect import Suite

KEY = ("area_code", "breakdown_value", "period_type", "period_start_date", "period_end_date")
COLUMNS = (*KEY, "numerator", "denominator", "value", "state", "reason", "source_release")
STATES_WITH_A_VALUE = ("final", "provisional", "immature")
STATES_WITHOUT = ("missing", "suppressed", "not_applicable", "not_due", "withheld")
FACTORS = {"percent": 100, "per_1000": 1_000, "per_10000": 10_000, "per_100000": 100_000}
COUNTED = ("count", "people", "gbp")
FIRST_PLAUSIBLE_DAY = "1990-01-01"
LONGEST_SILENCE_YEARS = 5
TOLERANCE = 1e-6


def suite(
    *, unit: str, is_rate: bool, has_breakdown: bool, numerator_within_denominator: bool = True
) -> Suite:
    """Promise what holds for any metric of this unit.

    `numerator_within_denominator` is false where a figure may pass the whole: a rate that is no
    percentage, or a flow of outcomes over crimes recorded in the same months, say.
    """
    of_the_unit = _rate(unit, within=numerator_within_denominator) if is_rate else _count(unit)
    return [
        *expect.critical(_shape(has_breakdown=has_breakdown), _states(), of_the_unit),
        *expect.warning(_surprises(unit, is_rate=is_rate)),
    ]


def _shape(*, has_breakdown: bool) -> Suite:
    no_empty_part = expect.no_rows(
        "no part is named by an empty text: a total has no part at all",
        "select * from {batch} where trim(breakdown_value) = ''",
    )
    return [
        *expect.table_columns_to_match_set(*COLUMNS, exact_match=False),
        *expect.table_row_count_to_be_between(min_value=1),
        *expect.no_repeats("no two rows are about the same area, part and period", ", ".join(KEY)),
        *expect.no_rows(
            "every row names its area and its period",
            "select * from {batch} where "
            + " or ".join(f"{column} is null" for column in KEY if column != "breakdown_value"),
        ),
        *expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        *expect.column_pair_values_a_to_be_greater_than_b(
            "period_end_date", "period_start_date", or_equal=True
        ),
        *(no_empty_part if has_breakdown else expect.column_values_to_be_null("breakdown_value")),
    ]


def _states() -> Suite:
    return [
        *expect.column_values_to_be_in_set("state", [*STATES_WITH_A_VALUE, *STATES_WITHOUT]),
        *expect.no_rows(
            "a row has a value, or a state that says why not: " + ", ".join(STATES_WITHOUT),
            "select * from {batch} where (value is null)"
            f" <> coalesce(state in ({_quoted(STATES_WITHOUT)}), false)",
        ),
        *expect.no_rows(
            "every value is a number, and finite",
            "select * from {batch} where not isfinite(value::double)",
        ),
    ]


def _rate(unit: str, *, within: bool) -> Suite:
    factor = FACTORS.get(unit, 1)
    promises = [
        *expect.column_values_to_be_between("denominator", min_value=0),
        *expect.no_rows(
            "a value is the numerator over the denominator, in the unit of the measure",
            "select * from {batch} where numerator is not null and denominator > 0"
            " and value is not null"
            f" and abs(value - {factor} * numerator::double / denominator)"
            f" > {TOLERANCE} * greatest(1, abs(value))",
        ),
        *expect.no_rows(
            "there is no value over a denominator of nought",
            "select * from {batch} where denominator = 0 and value is not null",
        ),
    ]
    if within:
        promises += expect.column_pair_values_a_to_be_greater_than_b(
            "denominator", "numerator", or_equal=True
        )
        promises += expect.column_values_to_be_between(
            "value", min_value=0, max_value=FACTORS.get(unit)
        )
    return promises


def _count(unit: str) -> Suite:
    promises = expect.column_values_to_be_null("denominator")
    if unit in COUNTED:
        promises += expect.no_rows(
            "the value of a count is its numerator",
            "select * from {batch} where numerator is not null and value is not null"
            f" and abs(value - numerator) > {TOLERANCE} * greatest(1, abs(value))",
        )
    return promises


def _surprises(unit: str, *, is_rate: bool) -> Suite:
    """Publish, and print the caveat beside the figure."""
    surprises = [
        *expect.column_values_to_be_between(
            "numerator" if is_rate or unit in COUNTED else "value",
            min_value=0,
            notes="Cancelled and transferred records can make a count negative: ask the supplier.",
        ),
        *expect.no_rows(
            f"no period begins before {FIRST_PLAUSIBLE_DAY}, or ends more than "
            f"{LONGEST_SILENCE_YEARS} years after the one before it",
            "select * from (select *, lag(period_end_date) over (order by period_end_date)"
            " as period_before from {batch}) where"
            f" period_start_date < date '{FIRST_PLAUSIBLE_DAY}' or"
            f" period_end_date > period_before + interval {LONGEST_SILENCE_YEARS} years",
            notes="A mistyped year is likely. The clock is not asked.",
        ),
    ]
    if unit == "percent":
        surprises += expect.no_rows(
            "a percentage is of at least 20",
            "select * from {batch} where denominator < 20 and value is not null",
            notes="A percentage of fewer than 20 claims a precision that it has not.",
        )
    return surprises


def _quoted(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)
