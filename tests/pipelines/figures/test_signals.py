"""Signals of the published series: which are judged, with which breaks and target, in which words."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import pytest

from assets.published.schema import TABLES
from pipelines.catalogue.metrics import Metric
from pipelines.figures.signals import breaks_of, judge_all
from pipelines.site.plan import Event

FORCE, OTHER, NATION = "E23000023", "E23000026", "K04000001"
METRIC = Metric(
    metric_id="m", query="", title="Crimes", definition="", theme="communities",
    objective_id="C1", unit="count", better_when="lower", basis="flow", population="",
    geography="", numerator_name="Crimes", numerator_unit="offence", aggregation="sum",
    frequency="month", lag_months=1, publisher="", owner="", caveats=(),
)  # fmt: skip
(COLUMNS,) = [table.columns for table in TABLES if table.name == "signal"]
QUIET = [100, 104, 98, 102, 100, 104, 98, 102, 100, 104, 98, 102]


def plan(*events):
    return SimpleNamespace(events=events)


def judged(series, metric=METRIC, events=(), business_date=None):
    """Judge series given as (area, part, values); return the rows as mappings."""
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table out_observation (metric_id varchar, area_code varchar, "
            "breakdown varchar, breakdown_value varchar, period_type varchar, "
            "period_start_date date, period_end_date date, value double, state varchar, "
            "numerator double, denominator double)"
        )
        connection.execute("create temp table metric_rule (metric_id varchar, frequency varchar)")
        connection.execute("insert into metric_rule values ('m', ?)", [metric.frequency])
        for area, part, values in series:
            for n, value in enumerate(values):
                start = dt.date(2016 + n // 12, n % 12 + 1, 1)
                end = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
                connection.execute(
                    "insert into out_observation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
                    [
                        *("m", area, "kind" if part else None, part, "month", start, end),
                        *(value, "missing" if value is None else "final", value),
                    ],
                )
        rows = judge_all(connection, [metric], plan(*events), FORCE, business_date)
    named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return sorted(named, key=lambda row: (row["area_code"], row["breakdown_value"] or ""))


def test_one_series_gives_one_row_with_its_sentence_and_limits():
    (row,) = judged([(FORCE, None, QUIET)])
    assert row["sentence"] == "Crimes: no clear change since January 2016"
    # Ranges 4 6 4 2 4 6 4 2 4 6 4: their mean is 46 / 11.
    assert row["mean"] == sum(QUIET) / 12
    assert row["upper_limit"] == pytest.approx(sum(QUIET) / 12 + 2.66 * 46 / 11)
    assert (row["method"], row["is_seasonal"], row["direction"]) == ("xmr", False, None)
    assert row["judged_to"] == row["as_at"] == dt.date(2016, 12, 31)


def test_every_area_is_judged_but_parts_only_of_our_own_and_of_the_nation():
    rows = judged([(area, part, QUIET) for area in (FORCE, OTHER, NATION) for part in (None, "a")])
    found = [(row["area_code"], row["breakdown_value"]) for row in rows]
    assert found == [(FORCE, None), (FORCE, "a"), (OTHER, None), (NATION, None), (NATION, "a")]


def test_a_part_is_named_in_words():
    (row,) = judged([(FORCE, "theft_from_person", QUIET)])
    assert row["sentence"].startswith("Crimes, theft from person: ")


def test_a_series_without_any_figure_has_no_row():
    assert judged([(FORCE, None, [None, None])]) == []


def test_a_missing_last_month_moves_neither_the_date_nor_the_words():
    (row,) = judged([(FORCE, None, [*QUIET, None])])
    assert row["as_at"] == dt.date(2016, 12, 31)
    assert "fell" not in row["sentence"]
    assert row["caution"] == "January 2017 without a figure, which is not a fall"


def test_a_break_of_the_measure_and_an_event_of_the_plan_both_divide():
    values = [*QUIET, *(value + 50 for value in QUIET)]
    own = replace(METRIC, breaks=("2017-01-01 Counting rules changed",))
    event = Event(dt.date(2017, 1, 1), "Athena goes live", "", ("m",), True)
    for metric, events in ((own, ()), (METRIC, (event,))):
        (row,) = judged([(FORCE, None, values)], metric, events)
        assert row["segment_start_date"] == dt.date(2017, 1, 1)
        assert row["variation"] == "common_cause"
    (row,) = judged([(FORCE, None, values)])
    assert row["variation"] == "concern"
    assert row["direction"] == "up"


def test_an_event_that_is_no_break_or_touches_another_measure_divides_nothing():
    drawn = Event(dt.date(2017, 1, 1), "Drawn only", "", (), False)
    others = Event(dt.date(2017, 1, 1), "Of another", "", ("n",), True)
    everyone = Event(dt.date(2017, 1, 1), "Of all", "", (), True)
    assert breaks_of(METRIC, plan(drawn, others)) == []
    assert [one.words for one in breaks_of(METRIC, plan(everyone))] == ["Of all"]


def test_the_target_is_that_of_the_measure():
    (row,) = judged([(FORCE, None, QUIET)], replace(METRIC, target=150.0, target_source="x"))
    assert (row["target"], row["assurance"]) == (150, "pass")
    assert row["assurance_sentence"].startswith("The target of 150 will be met")


def test_the_comparison_with_a_year_before_says_how_many_would_tell():
    # 100 to 108 a month, of 31 days each: z = 8 / sqrt(208) = 0.55. About
    # (1.96 + 0.84)^2 x 2.08 / 0.08^2 = 2,551 in the first month would be needed.
    (row,) = judged([(FORCE, None, [*QUIET, 108])])
    assert row["comparison_verdict"] == "no_clear_change"
    assert row["needed_n"] == pytest.approx(2551, abs=2)
    assert row["comparison"] == (
        "January 2017 against January 2016: no clear change, 100 then 108."
        " About 2,600 offences in each period would be needed to tell."
    )


def test_the_age_of_a_figure_is_measured_from_the_business_date():
    (row,) = judged([(FORCE, None, QUIET)], business_date=dt.date(2018, 3, 1))
    assert row["caution"] == "older than 1 year"
