"""What every metric promises: each wrong row below breaks one promise, and the good ones none."""

import duckdb
import pytest

from expectations.metric import suite
from pipelines.build.suite import run_suite

COLUMNS = """area_code varchar, breakdown_value varchar, period_type varchar,
    period_start_date date, period_end_date date, numerator double, denominator double,
    value double, state varchar, reason varchar, source_release varchar"""


def row(area="E23000023", part="null", kind="'month'", days="2019-08-01 2019-08-31", **figures):
    """Write one row as SQL; figures are numerator, denominator, value and state."""
    start, end = days.split()
    given = {"numerator": 50, "denominator": 100, "value": 50, "state": "'final'", **figures}
    numbers = ", ".join(str(figure) for figure in given.values())
    return f"('{area}', {part}, {kind}, '{start}', '{end}', {numbers}, null, null)"


GOOD = ", ".join(
    [
        row(days="2019-09-01 2019-09-30", numerator=12, denominator=174, value="1200 / 174.0"),
        row(days="2019-10-01 2019-10-31", numerator=16, denominator=188, value="1600 / 188.0"),
        row(
            days="2019-11-01 2019-11-30",
            numerator="null",
            denominator="null",
            value="null",
            state="'missing'",
        ),
    ]
)
RATE = {"unit": "percent", "is_rate": True, "has_breakdown": False}
WITHOUT_VALUE = "missing, suppressed, not_applicable, not_due, withheld"
PERIODS = "no period begins before 1990-01-01, or ends more than 5 years after the one before it"
WRONG = {
    "no two rows are about the same area, part and period": row(days="2019-09-01 2019-09-30"),
    r"area_code has the form ^[A-Z]\d{8}$": row(area="Cambs"),
    "period_end_date is at least period_start_date": row(days="2019-08-31 2019-08-01"),
    "every row names its area and its period": row(kind="null"),
    "breakdown_value is always empty": row(part="'male'"),
    "state is one of final, provisional, immature, " + WITHOUT_VALUE: row(state="'unknown'"),
    f"a row has a value, or a state that says why not: {WITHOUT_VALUE}": row(value="null"),
    "a value is the numerator over the denominator, in the unit of the measure": row(value=0.5),
    "every value is a number, and finite": row(numerator="null", value="'nan'"),
    "there is no value over a denominator of nought": row(numerator=0, denominator=0, value=0),
    "a percentage is of at least 20": row(numerator=5, denominator=10),
    PERIODS: row(days="2109-08-01 2109-08-31"),
}
ALSO_WRONG = [
    (f"a row has a value, or a state that says why not: {WITHOUT_VALUE}", row(state="'missing'")),
    (PERIODS, row(days="1919-08-01 2019-08-31")),
]


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def broken(connection):
    """Say which promises the rows break."""

    def broken(rows, suite):
        connection.execute(f"create or replace temp table figures ({COLUMNS})")
        if rows:
            connection.execute(f"insert into figures values {rows}")
        results = run_suite(connection, suite, "figures", "core.it")
        assert not [result.error for result in results if result.raised]
        return [result.expectation for result in results if not result.passed]

    return broken


def test_good_rows_keep_every_promise(broken):
    assert broken(GOOD, suite(**RATE)) == []


@pytest.mark.parametrize(("promise", "wrong"), [*WRONG.items(), *ALSO_WRONG])
def test_a_wrong_row_breaks_the_promise_it_is_about(broken, promise, wrong):
    found = broken(f"{GOOD}, {wrong}", suite(**RATE))
    follows = {
        "there is no value over a denominator of nought": {"a percentage is of at least 20"},
        "every value is a number, and finite": {"value is at least 0 and at most 100"},
    }
    assert set(found) == {promise} | follows.get(promise, set())


OVER_A_HUNDRED = row(numerator=60, denominator=50, value=120)


def test_a_part_may_not_be_more_than_the_whole(broken):
    found = broken(f"{GOOD}, {OVER_A_HUNDRED}", suite(**RATE))
    assert found == ["denominator is at least numerator", "value is at least 0 and at most 100"]


def test_a_flow_over_another_population_may_pass_a_hundred(broken):
    flow = suite(**RATE, numerator_within_denominator=False)
    assert broken(f"{GOOD}, {OVER_A_HUNDRED}", flow) == []


def test_a_count_is_its_numerator_and_has_no_denominator(broken):
    counts = suite(unit="count", is_rate=False, has_breakdown=True)
    count = {"numerator": 12, "denominator": "null", "value": 12}
    theft, total = row(part="'theft'", **count), row(**count)
    good = f"{theft}, {total}"
    wrong = row(part="''", numerator=12, denominator=5, value=13)
    assert broken(good, counts) == []
    assert broken(f"{good}, {wrong}", counts) == [
        "no part is named by an empty text: a total has no part at all",
        "denominator is always empty",
        "the value of a count is its numerator",
    ]


def test_a_table_without_rows_is_not_a_metric(broken):
    found = broken("", suite(**RATE))
    assert found == ["the number of rows is at least 1"]
