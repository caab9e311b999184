"""A measure as a reader meets it: figure, finding, chart, table, checks."""

import datetime as dt

from dashboards import measures
from snapshot.published import Published


def test_the_latest_figure_comes_with_its_interval_period_and_age(published):
    found = measures.measure(published, "prosecution_possible_rate")

    assert found.value_text == "9.7%"
    assert found.interval_text == "95% interval 8.6 to 10.8"
    assert (found.period_text, found.age_text) == ("October 2019", "7 weeks old")
    assert found.next_due_text == "next due 10 January 2020"
    assert found.finding == "Prosecutions possible: no clear change since May 2018"
    assert found.comparisons == ("England and Wales: 8.9% (same basis)",)


def test_a_missing_month_is_a_gap_and_the_provisional_month_an_open_point(published):
    points = measures.measure(published, "prosecution_possible_rate").chart.series[0].points

    assert len(points) == 30
    (gap,) = [p for p in points if p.value is None]
    assert gap.label == "Sep 2018"
    assert gap.value_text == "no figure: not published by the source for this period"
    assert [p.label for p in points if p.signal == "provisional"] == ["Oct 2019"]


def test_a_month_without_any_row_is_a_gap_too(snapshot_tables, publish):
    kept = [
        row
        for row in snapshot_tables["observation"]
        if row["metric_id"] != "antisocial_behaviour_rate"
        or row["period_start_date"] != dt.date(2019, 2, 1)
    ]
    with_gap = Published(publish(snapshot_tables | {"observation": kept}))
    points = measures.measure(with_gap, "antisocial_behaviour_rate").chart.series[0].points

    assert [p.label for p in points if p.value is None] == ["Feb 2019"]
    with_gap.close()


def test_the_table_is_the_twin_of_the_chart(published):
    for metric_id in published.metrics:
        found = measures.measure(published, metric_id)
        if found.chart is None:
            continue
        points = found.chart.series[0].points
        in_table = {row[0]: row[1] for row in found.rows}
        assert list(in_table) in ([p.label for p in points], [p.label for p in points][::-1])
        for p in points:
            assert p.value_text.startswith(in_table[p.label])


def test_only_the_latest_run_of_signals_is_marked(published):
    found = measures.measure(published, "antisocial_behaviour_rate")
    marked = [p.label for p in found.chart.series[0].points if p.signal == "improving"]

    assert marked == ["Jul 2019", "Aug 2019", "Sep 2019", "Oct 2019"]
    assert found.has_signal
    assert measures.change(published, "antisocial_behaviour_rate") == "improving, 4 months"


def test_limits_begin_at_the_last_break_of_the_series(snapshot_tables, publish):
    for event in snapshot_tables["event"]:
        event["is_break"] = True
    broken = Published(publish(snapshot_tables))
    (level,) = measures.measure(broken, "prosecution_possible_rate").chart.levels

    assert (level.start, level.end) == (dt.date(2018, 5, 1), dt.date(2019, 10, 1))
    assert (level.mean, level.lower, level.upper) == (10.0, 8.6, 11.3)
    broken.close()


def test_a_withheld_measure_says_which_periods_and_why(published):
    found = measures.measure(published, "emergency_call_rate")

    assert found.value_text == "92.0%"
    assert found.withheld == (
        "October 2019 and November 2019: core.police_demand is broken: dates are not unique: 3 rows"
    )
    assert (
        "The feed Police demand is 12 days late: November 2019 has not arrived." in found.warnings
    )


def test_a_measure_the_force_has_no_figure_for_shows_the_areas_inside_it_by_name(published):
    found = measures.measure(published, "proven_reoffending_rate")

    assert not found.is_own_area
    assert found.finding == (
        "Proven reoffending: 31.7% in Peterborough and 25.6% in Cambridgeshire county"
    )
    assert found.chart.form == "dots"
    assert measures.value(published, "proven_reoffending_rate", area_code="E06000031") == "31.7%"


def test_one_part_of_a_breakdown_can_be_asked_for(published):
    said = measures.value(published, "typical_day_count", breakdown_value="999 calls")
    assert said == "361 a day"


def test_parts_stand_ranked_when_there_is_no_total(published):
    found = measures.measure(published, "typical_day_count")
    assert found.chart.form == "dots"
    assert [p.label for p in found.chart.series[0].points][:2] == ["101 calls", "Incidents"]


def test_a_measure_too_short_to_judge_claims_no_change(published):
    assert measures.change(published, "recorded_crime_count") == (
        "we cannot tell yet whether it changed"
    )


def test_checks_that_did_not_pass_become_warnings_and_are_counted(published):
    found = measures.measure(published, "prosecution_possible_rate")

    assert (found.checks_passed, found.checks_total) == (1, 2)
    assert found.warnings == (
        "A check of core.police_outcome does not hold: outcome codes are known ones "
        "(3 rows, for example 99).",
    )


def test_a_measure_without_figures_says_so(snapshot_tables, publish):
    kept = [r for r in snapshot_tables["observation"] if r["metric_id"] != "grant_awarded_gbp"]
    without = Published(publish(snapshot_tables | {"observation": kept}))
    found = measures.measure(without, "grant_awarded_gbp")

    assert (found.value_text, found.chart) == ("no figure", None)
    assert found.gaps == ("There is no figure for Cambridgeshire yet.",)
    without.close()


def test_ages_follow_the_day_of_the_reader_not_of_the_snapshot(published_folder):
    later = Published(published_folder, read_on=dt.date(2020, 1, 18))
    assert measures.measure(later, "prosecution_possible_rate").age_text == "11 weeks old"
    assert (
        measures.measure(later, "prosecution_possible_rate").next_due_text
        == "next delivery 8 days late"
    )
    later.close()


def test_a_chart_does_not_open_on_years_without_a_figure(snapshot_tables, publish):
    old = next(
        row
        for row in snapshot_tables["observation"]
        if row["metric_id"] == "antisocial_behaviour_rate"
    )
    dates = {"period_start_date": dt.date(2010, 1, 1), "period_end_date": dt.date(2010, 1, 31)}
    snapshot_tables["observation"].append(old | dates)
    long_ago = Published(publish(snapshot_tables))
    points = measures.measure(long_ago, "antisocial_behaviour_rate").chart.series[0].points

    assert (points[0].label, len(points)) == ("Oct 2018", 13)
    long_ago.close()
