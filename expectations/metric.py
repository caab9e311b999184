"""What every metric's rows promise, whatever they measure; a metric's own suite adds to it."""

import great_expectations as gx
import great_expectations.expectations as gxe

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
    metric_id: str,
    *,
    unit: str,
    is_rate: bool,
    has_breakdown: bool,
    numerator_within_denominator: bool | None = None,
) -> gx.ExpectationSuite:
    """Promise what holds for any metric of this unit.

    `numerator_within_denominator` is false where a percentage may pass 100: a flow of outcomes
    over crimes recorded in the same months, say. Unsaid, it is true of a percentage alone.
    """
    within = (
        unit == "percent"
        if numerator_within_denominator is None
        else (numerator_within_denominator)
    )
    return gx.ExpectationSuite(
        name=f"metrics.{metric_id}",
        expectations=[
            *_shape(has_breakdown=has_breakdown),
            *_states(),
            *(_rate(unit, within=within) if is_rate else _count(unit)),
            *_surprises(unit, is_rate=is_rate),
        ],
    )


def _shape(*, has_breakdown: bool) -> list[gxe.Expectation]:
    promises: list[gxe.Expectation] = [
        gxe.ExpectTableColumnsToMatchSet(
            column_set=list(COLUMNS), exact_match=False, severity="critical"
        ),
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        _never(
            "no two rows are about the same area, part and period",
            f"select {', '.join(KEY)}, count(*) as row_count from {{batch}}"
            " group by all having count(*) > 1",
        ),
        _never(
            "every row names its area and its period",
            "select * from {batch} where "
            + " or ".join(f"{column} is null" for column in KEY if column != "breakdown_value"),
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="period_end_date",
            column_B="period_start_date",
            or_equal=True,
            severity="critical",
        ),
    ]
    if has_breakdown:
        promises.append(
            _never(
                "no part is named by an empty text: a total has no part at all",
                "select * from {batch} where trim(breakdown_value) = ''",
            )
        )
    else:
        promises.append(
            gxe.ExpectColumnValuesToBeNull(column="breakdown_value", severity="critical")
        )
    return promises


def _states() -> list[gxe.Expectation]:
    return [
        gxe.ExpectColumnValuesToBeInSet(
            column="state",
            value_set=[*STATES_WITH_A_VALUE, *STATES_WITHOUT],
            severity="critical",
        ),
        _never(
            "a row has a value, or a state that says why not: " + ", ".join(STATES_WITHOUT),
            "select * from {batch} where (value is null)"
            f" <> coalesce(state in ({_quoted(STATES_WITHOUT)}), false)",
        ),
        _never(
            "every value is a number, and finite",
            "select * from {batch} where not isfinite(value::double)",
        ),
    ]


def _rate(unit: str, *, within: bool) -> list[gxe.Expectation]:
    factor = FACTORS.get(unit, 1)
    promises = [
        gxe.ExpectColumnValuesToBeBetween(column="denominator", min_value=0, severity="critical"),
        _never(
            "a value is the numerator over the denominator, in the unit of the measure",
            "select * from {batch} where numerator is not null and denominator > 0"
            " and value is not null"
            f" and abs(value - {factor} * numerator::double / denominator)"
            f" > {TOLERANCE} * greatest(1, abs(value))",
        ),
        _never(
            "there is no value over a denominator of nought",
            "select * from {batch} where denominator = 0 and value is not null",
        ),
    ]
    if within:
        promises += [
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="denominator",
                column_B="numerator",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                severity="critical",
            ),
            gxe.ExpectColumnValuesToBeBetween(
                column="value", min_value=0, max_value=FACTORS.get(unit), severity="critical"
            ),
        ]
    return promises


def _count(unit: str) -> list[gxe.Expectation]:
    promises: list[gxe.Expectation] = [
        gxe.ExpectColumnValuesToBeNull(column="denominator", severity="critical")
    ]
    if unit in COUNTED:
        promises.append(
            _never(
                "the value of a count is its numerator",
                "select * from {batch} where numerator is not null and value is not null"
                f" and abs(value - numerator) > {TOLERANCE} * greatest(1, abs(value))",
            )
        )
    return promises


def _surprises(unit: str, *, is_rate: bool) -> list[gxe.Expectation]:
    """Publish, and print the caveat beside the figure."""
    surprises: list[gxe.Expectation] = [
        gxe.ExpectColumnValuesToBeBetween(
            column="numerator" if is_rate or unit in COUNTED else "value",
            min_value=0,
            severity="warning",
            notes="Cancelled and transferred records can make a count negative: ask the supplier.",
        ),
        _never(
            f"no period begins before {FIRST_PLAUSIBLE_DAY}, or ends more than "
            f"{LONGEST_SILENCE_YEARS} years after the one before it",
            "select * from (select *, lag(period_end_date) over (order by period_end_date)"
            " as period_before from {batch}) where"
            f" period_start_date < date '{FIRST_PLAUSIBLE_DAY}' or"
            f" period_end_date > period_before + interval {LONGEST_SILENCE_YEARS} years",
            severity="warning",
            notes="A mistyped year is likely. The clock is not asked.",
        ),
    ]
    if unit == "percent":
        surprises.append(
            _never(
                "a percentage is of at least 20",
                "select * from {batch} where denominator < 20 and value is not null",
                severity="warning",
                notes="A percentage of fewer than 20 claims a precision that it has not.",
            )
        )
    return surprises


def _never(
    promise: str, query: str, severity: str = "critical", notes: str | None = None
) -> gxe.Expectation:
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=query, description=promise, severity=severity, notes=notes
    )


def _quoted(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)
