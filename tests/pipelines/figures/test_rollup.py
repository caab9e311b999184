"""Longer periods, totals, gaps and intervals, on rows small enough to work out by hand."""

import datetime as dt

import duckdb
import pytest

from pipelines.catalogue.metric_shape import METRIC_COLUMNS
from pipelines.catalogue.metrics import Metric
from pipelines.figures.rollup import roll_up, withheld_periods
from pipelines.figures.statistics.intervals import wilson
from tests.pipelines.figures.poisson import poisson

FORCE = "E23000023"


def measure(**changes):
    """A monthly percentage, unless said otherwise."""
    given = {
        "metric_id": "m",
        "query": "",
        "title": "M",
        "definition": "D",
        "theme": "communities",
        "objective_id": "C1",
        "unit": "percent",
        "better_when": "lower",
        "basis": "flow",
        "population": "",
        "geography": "",
        "numerator_name": "n",
        "numerator_unit": "offence",
        "denominator_unit": "offence",
        "aggregation": "sum",
        "denominator_name": "d",
        "frequency": "month",
        "lag_months": 1,
        "publisher": "",
        "owner": "",
        "caveats": (),
    }
    return Metric(**(given | changes))


def count(**changes):
    """A monthly count."""
    return measure(unit="count", denominator_name="", **changes)


def month_end(start):
    following = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return following - dt.timedelta(days=1)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("create schema metrics")
        yield connection


@pytest.fixture
def rolled(connection):
    """Roll up (month, numerator, denominator, ...) rows; return a look-up of the result."""

    def rolled(metric, rows, *, end=month_end):
        columns = ", ".join(f"{name} {kind}" for name, kind in METRIC_COLUMNS.items())
        connection.execute(f"create or replace table metrics.m ({columns})")
        for row in rows:
            start = dt.date.fromisoformat(row["start"] + "-01")
            given = {
                "area_code": FORCE,
                "period_type": metric.frequency,
                "period_start_date": start,
                "period_end_date": end(start),
            }
            given |= {name: value for name, value in row.items() if name != "start"}
            connection.execute(
                f"insert into metrics.m values ({', '.join('?' * len(METRIC_COLUMNS))})",
                [given.get(name) for name in METRIC_COLUMNS],
            )
        roll_up(connection, [metric])

        def look(period_type, start, part=None, area=FORCE):
            result = connection.execute(
                "select * from observed where period_type = ? and period_start_date = ? "
                "and breakdown_value is not distinct from ? and area_code = ?",
                [period_type, start, part, area],
            )
            names = [column[0] for column in result.description]
            found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
            assert len(found) <= 1
            return found[0] if found else None

        return look

    return rolled


def months(*pairs, first=(2019, 1)):
    """Rows of months in turn, from (numerator, denominator) pairs; None leaves a month out."""
    rows = []
    for place, pair in enumerate(pairs):
        number = first[0] * 12 + first[1] - 1 + place
        if pair is not None:
            start = f"{number // 12}-{number % 12 + 1:02d}"
            rows.append({"start": start, "numerator": pair[0], "denominator": pair[1]})
    return rows


def test_a_longer_period_s_rate_is_of_the_sums_never_the_average_of_the_rates(rolled):
    # Rates of 50 %, 10 % and 10 %: their average is 23.3 %, the rate of the quarter is 13.6 %.
    look = rolled(measure(roll_up=("quarter",)), months((5, 10), (10, 100), (0, 0)))
    quarter = look("quarter", dt.date(2019, 1, 1))
    assert (quarter["numerator"], quarter["denominator"]) == (15, 110)
    assert quarter["value"] == pytest.approx(100 * 15 / 110)
    assert quarter["state"] == "final"


def test_a_value_that_contradicts_its_numerator_and_denominator_is_computed_again(rolled):
    look = rolled(measure(), [{"start": "2019-01", "numerator": 1, "denominator": 4, "value": 99}])
    assert look("month", dt.date(2019, 1, 1))["value"] == 25


def test_a_zero_denominator_gives_no_value_and_says_so(rolled):
    january = rolled(measure(), months((0, 0)))("month", dt.date(2019, 1, 1))
    assert (january["value"], january["state"]) == (None, "missing")
    assert january["reason"] == "nothing to divide by: the denominator is zero"


@pytest.mark.parametrize("period", ["financial_year", "calendar_year"])
def test_a_part_year_is_never_a_year(rolled, period):
    metric = count(roll_up=(period,))
    first = (2018, 4) if period == "financial_year" else (2018, 1)
    start = dt.date(first[0], first[1], 1)
    whole = rolled(metric, months(*[(10, None)] * 12, first=first))(period, start)
    assert (whole["value"], whole["state"]) == (120, "final")
    part = rolled(metric, months(*[(10, None)] * 11, first=first))(period, start)
    assert (part["value"], part["numerator"], part["state"]) == (None, None, "missing")
    assert (part["periods_present"], part["periods_expected"]) == (11, 12)
    assert part["reason"] == "11 of 12 periods are present"


def test_over_the_periods_present_a_part_year_has_a_value_and_is_provisional(rolled):
    metric = measure(roll_up=("calendar_year",), partial="over_present")
    year = rolled(metric, months((80, 100), None, (90, 100)))("calendar_year", dt.date(2019, 1, 1))
    assert (year["numerator"], year["denominator"], year["value"]) == (170, 200, 85)
    assert year["state"] == "provisional"
    assert (year["periods_present"], year["periods_expected"]) == (2, 12)


def test_a_day_average_divides_by_the_days_of_the_year_leap_years_too(rolled):
    metric = count(roll_up=("day_average",))
    rows = months(*[(1000, None)] * 24, first=(2018, 4))
    look = rolled(metric, rows)
    assert look("day_average", dt.date(2018, 4, 1))["value"] == pytest.approx(12_000 / 365)
    leap = look("day_average", dt.date(2019, 4, 1))  # holds 29 February 2020
    assert leap["denominator"] == 366
    assert leap["value"] == pytest.approx(12_000 / 366)


def test_a_part_year_has_no_day_average(rolled):
    look = rolled(count(roll_up=("day_average",)), months((1000, None), first=(2018, 4)))
    assert look("day_average", dt.date(2018, 4, 1))["value"] is None


def test_a_month_between_two_deliveries_is_missing_not_zero(rolled):
    look = rolled(count(), months((10, None), None, (30, None)))
    february = look("month", dt.date(2019, 2, 1))
    assert (february["value"], february["state"]) == (None, "missing")
    assert february["period_end_date"] == dt.date(2019, 2, 28)
    assert look("month", dt.date(2019, 4, 1)) is None


def test_a_gap_inside_a_quarter_makes_the_quarter_missing(rolled):
    look = rolled(count(roll_up=("quarter",)), months((10, None), None, (30, None)))
    quarter = look("quarter", dt.date(2019, 1, 1))
    assert (quarter["value"], quarter["periods_present"]) == (None, 2)


def parts(*rows):
    return [{"start": start, "breakdown_value": part, "numerator": n} for start, part, n in rows]


def test_parts_that_sum_have_their_total_made_by_the_engine(rolled):
    look = rolled(
        count(breakdown="kind"), parts(("2019-01", "burglary", 3), ("2019-01", "theft", 4))
    )
    total = look("month", dt.date(2019, 1, 1))
    assert (total["value"], total["breakdown"]) == (7, None)
    assert look("month", dt.date(2019, 1, 1), "theft")["breakdown"] == "kind"


def test_a_total_that_the_query_gives_itself_is_not_made_twice(rolled):
    rows = parts(("2019-01", "burglary", 3), ("2019-01", None, 10))
    assert rolled(count(breakdown="kind"), rows)("month", dt.date(2019, 1, 1))["value"] == 10


def test_parts_that_overlap_have_no_total(rolled):
    rows = parts(("2019-01", "theft", 3), ("2019-01", "theft from vehicle", 1))
    look = rolled(count(breakdown="kind", breakdown_total="none"), rows)
    assert look("month", dt.date(2019, 1, 1)) is None


def test_a_part_without_a_row_in_a_month_that_has_a_total_was_none_not_missing(rolled):
    rows = parts(
        ("2019-01", "theft", 5),
        ("2019-02", "theft", 5),
        ("2019-03", "theft", 5),
        ("2019-02", "arson", 1),
    )
    look = rolled(count(breakdown="kind", roll_up=("quarter",)), rows)
    arson = look("quarter", dt.date(2019, 1, 1), "arson")
    assert (arson["value"], arson["periods_present"], arson["state"]) == (1, 3, "final")
    assert look("quarter", dt.date(2019, 1, 1))["value"] == 16


def test_a_part_is_judged_by_the_total_where_a_whole_month_did_not_come(rolled):
    rows = parts(("2019-01", "theft", 5), ("2019-03", "theft", 5), ("2019-01", "arson", 1))
    look = rolled(count(breakdown="kind", roll_up=("quarter",)), rows)
    for part in ("arson", "theft", None):
        quarter = look("quarter", dt.date(2019, 1, 1), part)
        assert (quarter["value"], quarter["periods_present"]) == (None, 2), part


def test_areas_are_not_mixed(rolled):
    rows = [
        {"start": "2019-01", "numerator": 1, "denominator": 2},
        {"start": "2019-01", "numerator": 3, "denominator": 4, "area_code": "E22000001"},
    ]
    look = rolled(measure(roll_up=("quarter",), partial="over_present"), rows)
    assert look("quarter", dt.date(2019, 1, 1))["numerator"] == 1
    assert look("quarter", dt.date(2019, 1, 1), area="E22000001")["numerator"] == 3


def test_a_suppressed_month_makes_no_total_and_no_longer_period(rolled):
    rows = months((1, 2), (1, 2), (1, 2))
    rows[1] = {"start": "2019-02", "state": "suppressed", "reason": "fewer than ten"}
    look = rolled(measure(roll_up=("quarter",)), rows)
    february = look("month", dt.date(2019, 2, 1))
    assert (february["value"], february["state"], february["reason"]) == (
        None,
        "suppressed",
        "fewer than ten",
    )
    assert look("quarter", dt.date(2019, 1, 1))["value"] is None


def test_a_provisional_month_makes_its_longer_period_provisional(rolled):
    rows = months((1, 2), (1, 2), (1, 2))
    rows[2]["state"] = "provisional"
    look = rolled(measure(roll_up=("quarter",)), rows)
    assert look("quarter", dt.date(2019, 1, 1))["state"] == "provisional"


def test_the_latest_months_are_provisional_where_the_metric_says_so(rolled):
    look = rolled(count(provisional_months=1), months((1, None), (2, None), (3, None)))
    states = [look("month", dt.date(2019, n, 1))["state"] for n in (1, 2, 3)]
    assert states == ["final", "final", "provisional"]


def test_to_date_adds_up_every_period_present(rolled):
    metric = count(frequency="financial_year", roll_up=("to_date",))
    rows = [{"start": f"{year}-04", "numerator": n} for year, n in ((2017, 5), (2019, 7))]

    def year_end(start):
        return dt.date(start.year + 1, 3, 31)

    look = rolled(metric, rows, end=year_end)
    found = look("to_date", dt.date(2017, 4, 1))
    assert (found["value"], found["period_end_date"]) == (12, dt.date(2020, 3, 31))
    assert look("financial_year", dt.date(2018, 4, 1))["state"] == "missing"


@pytest.mark.parametrize(("n", "d"), [(0, 25), (1, 25), (459, 6024), (25, 25)])
def test_a_share_has_the_wilson_interval(rolled, n, d):
    found = rolled(measure(), months((n, d)))("month", dt.date(2019, 1, 1))
    expected = wilson(n, d)
    assert found["lower"] == pytest.approx(100 * expected.lower, abs=1e-4)
    assert found["upper"] == pytest.approx(100 * expected.upper, abs=1e-4)
    assert found["lower"] >= 0
    assert found["upper"] <= 100 + 1e-9


@pytest.mark.parametrize("n", [10, 64, 5735])
def test_a_rate_per_thousand_has_byar_s_interval(rolled, n):
    found = rolled(measure(unit="per_1000"), months((n, 850_000)))("month", dt.date(2019, 1, 1))
    expected = poisson(n)
    assert found["lower"] == pytest.approx(1000 * expected.lower / 850_000, rel=1e-5)
    assert found["upper"] == pytest.approx(1000 * expected.upper / 850_000, rel=1e-5)


@pytest.mark.parametrize("n", [0, 1, 3, 9])
def test_a_rate_of_few_events_has_an_interval_that_agrees_with_the_exact_one(rolled, n):
    # Byar's approximation is within 2 % of the exact upper limit from 1 on, and holds it at 0.
    found = rolled(measure(unit="per_1000"), months((n, 1000)))("month", dt.date(2019, 1, 1))
    expected = poisson(n)
    assert found["upper"] == pytest.approx(expected.upper, rel=0.02)
    assert found["lower"] == pytest.approx(expected.lower, abs=0.05)


def test_a_stock_is_what_it_is_and_has_no_interval(rolled):
    metric = count(basis="stock", aggregation="last")
    found = rolled(metric, months((10, None)))("month", dt.date(2019, 1, 1))
    assert (found["lower"], found["upper"]) == (None, None)


def test_a_negative_count_is_kept_as_delivered(rolled):
    look = rolled(count(roll_up=("quarter",)), months((10, None), (-2, None), (1, None)))
    assert look("month", dt.date(2019, 2, 1))["value"] == -2
    assert look("quarter", dt.date(2019, 1, 1))["value"] == 9


def test_a_withheld_measure_has_a_withheld_row_for_each_period_that_should_have_come(
    rolled, connection
):
    metric = count(lag_months=2)
    look = rolled(metric, months((10, None), (20, None)))
    withheld_periods(connection, metric, "core.x: broke", dt.date(2019, 6, 20), FORCE)
    # On 20 June, with two months' lag, the latest that should be there is March (ended 31 March).
    assert look("month", dt.date(2019, 2, 1))["value"] == 20
    march = look("month", dt.date(2019, 3, 1))
    assert (march["state"], march["reason"], march["value"]) == ("withheld", "core.x: broke", None)
    assert march["period_end_date"] == dt.date(2019, 3, 31)
    assert look("month", dt.date(2019, 4, 1)) is None


def test_a_measure_never_built_has_one_withheld_row_for_our_own_area(rolled, connection):
    metric = count()
    rolled(metric, [])
    withheld_periods(connection, metric, "not built yet", dt.date(2019, 6, 20), FORCE)
    rows = connection.execute("select area_code, period_start_date, state from observed").fetchall()
    assert rows == [(FORCE, dt.date(2019, 4, 1), "withheld")]


def test_a_year_ending_slides_with_every_quarter_and_is_a_year_or_nothing(rolled):
    # Quarters of 10, 20, 30, 40, 50: the year ending December is 100, that ending March 140.
    metric = count(frequency="quarter", roll_up=("year_ending",))
    rows = [
        {"start": start, "numerator": number}
        for start, number in [
            ("2018-01", 10), ("2018-04", 20), ("2018-07", 30), ("2018-10", 40), ("2019-01", 50),
        ]
    ]  # fmt: skip
    look = rolled(metric, rows, end=lambda start: month_end(start.replace(month=start.month + 2)))
    december = look("year_ending", dt.date(2018, 1, 1))
    assert (december["period_end_date"], december["value"]) == (dt.date(2018, 12, 31), 100)
    march = look("year_ending", dt.date(2018, 4, 1))
    assert (march["period_end_date"], march["value"]) == (dt.date(2019, 3, 31), 140)
    part = look("year_ending", dt.date(2017, 10, 1))
    assert (part["value"], part["periods_present"], part["periods_expected"]) == (None, 3, 4)
    assert look("year_ending", dt.date(2018, 7, 1)) is None


def test_a_financial_year_to_date_ends_with_each_month_and_begins_in_april(rolled, connection):
    metric = measure(roll_up=("financial_year_to_date",))
    rolled(metric, months((1, 10), (2, 10), None, (4, 10), (9, 10), first=(2019, 1)))
    found = connection.execute(
        "select period_start_date, period_end_date, numerator, denominator, periods_present, "
        "periods_expected, state from observed where period_type = 'financial_year_to_date' "
        "order by period_end_date"
    ).fetchall()
    since_2018 = dt.date(2018, 4, 1)
    since_2019 = dt.date(2019, 4, 1)
    assert found == [
        (since_2018, dt.date(2019, 1, 31), None, None, 1, 10, "missing"),
        (since_2018, dt.date(2019, 2, 28), None, None, 2, 11, "missing"),
        (since_2018, dt.date(2019, 3, 31), None, None, 2, 12, "missing"),
        (since_2019, dt.date(2019, 4, 30), 4, 10, 1, 1, "final"),
        (since_2019, dt.date(2019, 5, 31), 13, 20, 2, 2, "final"),
    ]


def test_a_stock_s_year_is_its_last_month_never_the_sum_of_the_months(rolled):
    metric = count(basis="stock", aggregation="last", roll_up=("quarter",))
    look = rolled(metric, months((70, None), None, (75, None), (80, None), (81, None)))
    first = look("quarter", dt.date(2019, 1, 1))
    assert (first["value"], first["state"], first["periods_expected"]) == (75, "final", 1)
    second = look("quarter", dt.date(2019, 4, 1))
    assert (second["value"], second["state"]) == (None, "missing")


def test_a_period_is_immature_until_its_age_is_reached_by_the_data(rolled):
    metric = measure(maturity_months=2)
    look = rolled(metric, months((1, 10), (2, 10), (3, 10), (4, 10)))
    states = [look("month", dt.date(2019, month, 1))["state"] for month in (1, 2, 3, 4)]
    assert states == ["final", "final", "immature", "immature"]


def test_a_half_year_that_nobody_delivered_is_missing(rolled):
    metric = count(frequency="half_year")
    rows = [
        {"start": "2018-04", "numerator": 3},
        {"start": "2019-04", "numerator": 5},
    ]
    look = rolled(metric, rows, end=lambda start: month_end(start.replace(month=start.month + 5)))
    hole = look("half_year", dt.date(2018, 10, 1))
    assert (hole["period_end_date"], hole["state"]) == (dt.date(2019, 3, 31), "missing")


def test_a_count_of_events_has_an_interval_and_a_sum_of_money_has_none(rolled):
    look = rolled(count(), months((100, None)))
    january = look("month", dt.date(2019, 1, 1))
    exact = poisson(100)
    assert january["lower"] == pytest.approx(exact.lower, abs=0.05)
    assert january["upper"] == pytest.approx(exact.upper, abs=0.05)
    money = rolled(
        measure(unit="gbp", denominator_name="", numerator_unit="gbp"), months((100, None))
    )
    assert money("month", dt.date(2019, 1, 1))["lower"] is None
    share = rolled(measure(numerator_unit="gbp", denominator_unit="gbp"), months((40, 100)))
    assert share("month", dt.date(2019, 1, 1))["lower"] is None


def test_a_survey_s_own_interval_stands(rolled):
    look = rolled(measure(basis="survey"), [
        {"start": "2019-01", "numerator": 60, "denominator": 100, "lower": 48.2, "upper": 71.8}
    ])  # fmt: skip
    january = look("month", dt.date(2019, 1, 1))
    assert (january["lower"], january["upper"]) == (48.2, 71.8)
