"""A measure's page: areas, parts, revisions, vintages, lineage, rows; each state told apart."""

import datetime as dt

import pytest

from dashboards import measures
from dashboards.charts.figure import plotly_figure
from dashboards.charts.svg import svg
from dashboards.pages.across import every_area
from dashboards.web.app import create_app
from snapshot.published import Published

MEASURE = "/measures/prosecution_possible_rate"


def test_the_old_address_leads_to_the_permanent_one(whole):
    response = whole.get("/measure/proven_reoffending_rate?area=E06000031")
    assert response.status_code == 301
    assert response.headers["Location"] == "/measures/proven_reoffending_rate?area=E06000031"


def test_areas_of_one_kind_stand_in_one_table(whole, words_of):
    said = words_of(whole, MEASURE)
    assert "Police force areas: Prosecutions possible, per cent, October 2019" in said
    assert "Cambridgeshire (ours) 9.7 8.6 to 10.8" in said


def test_every_area_stands_once_with_the_figure_of_the_page(published):
    found = measures.measure(published, "street_level_crime_count")
    lines = {
        line.name: line.value for block in every_area(published, found) for line in block.lines
    }
    assert lines == {
        "Cambridgeshire": "5,200",
        "Cambridge": "1,100",
        "Place not known (Cambridgeshire)": "214",
        "Recorded outside the force area (Cambridgeshire)": "41",
    }


def test_our_area_stands_among_others_with_those_that_are_missing_named(whole, words_of):
    said = words_of(whole, MEASURE)
    assert "5 other areas: median 9.1, from 7.2 to 11.4; 2 are missing." in said
    assert "Compared with all other police force areas, October 2019." in said
    assert "2 areas without a figure Essex and Kent." in said
    assert "Among other areas" not in words_of(whole, f"{MEASURE}?area=K04000001")


def test_a_part_and_a_length_of_period_can_be_chosen(whole, words_of):
    said = words_of(whole, "/measures/recorded_crime_count?part=Theft")
    assert "7,600" in said
    for asked in ("part=Arson", "period=month", "area=E99999999"):
        assert whole.get(f"/measures/recorded_crime_count?{asked}").status_code == 404


def test_what_a_later_night_changed_is_listed_with_its_day(whole, words_of):
    said = words_of(whole, MEASURE)
    assert "September 2019 8.2 9.7 material 6 November 2019" in said


def test_each_snapshot_has_a_column_with_what_it_gave(whole, words_of):
    said = words_of(whole, MEASURE)
    assert "Period 5 October 2019, 02:30 6 November 2019, 02:30" in said
    assert "Sep 2019 8.2 9.7" in said
    assert "Aug 2019 9.7 9.7" in said


def test_the_lineage_ends_at_the_files_with_fingerprint_and_rows(whole, words_of):
    said = words_of(whole, MEASURE)
    assert "raw.police_outcomes: Police outcomes, Cambridgeshire Constabulary" in said
    assert "police_outcomes/police_outcomes_2019-10.csv" in said
    assert "1,000 990 7 aaaaaaaaaaaaaaaa" in said


def test_only_the_analyst_is_shown_the_rows(analyst, whole, words_of):
    assert "30 published rows" not in words_of(whole, MEASURE)
    said = words_of(analyst, MEASURE)
    assert "Show me the rows 31 published rows." in said
    assert "offenders/prosecution_possible_rate.sql" in said


def test_the_unit_of_a_rate_names_what_it_is_per(snapshot_tables, publish, words_of):
    metric = next(
        m for m in snapshot_tables["metric"] if m["metric_id"] == "antisocial_behaviour_rate"
    )
    metric["denominator_unit"] = "household"
    client = create_app(publish(snapshot_tables), "board").test_client()
    said = words_of(client, "/measures/antisocial_behaviour_rate")
    assert "Anti-social behaviour, per 1,000 households, Cambridgeshire" in said
    assert "1.18 per 1,000 households" in said
    assert "per 1,000 people" not in said


def test_a_target_is_drawn_and_said(snapshot_tables, publish, words_of):
    metric = snapshot_tables["metric"][0]
    metric |= {"target": 12.0, "target_source": "set by the Board"}
    snapshot_tables["signal"][0]["assurance"] = "fail"
    folder = publish(snapshot_tables)
    client = create_app(folder, "board").test_client()
    opened = Published(folder)
    chart = measures.measure(opened, "prosecution_possible_rate").chart
    opened.close()

    assert "Target: 12.0% (set by the Board); consistently misses its target." in words_of(
        client, MEASURE
    )
    assert chart.target == 12.0
    assert ">target<" in svg(chart)


def test_a_break_that_the_measure_declares_is_drawn(snapshot_tables, publish):
    snapshot_tables["metric"][0]["breaks"] = "2018-10-01 Counting rules changed"
    opened = Published(publish(snapshot_tables))
    chart = measures.measure(opened, "prosecution_possible_rate").chart
    opened.close()
    assert [event.text for event in chart.events] == [
        "Athena goes live, May 2018",
        "Counting rules changed, October 2018",
    ]
    # One line to the month before the gap of September 2018, one from the break on.
    assert [len(stretch) for stretch in chart.stretches(chart.series[0])] == [16, 13]
    lines = [trace for trace in plotly_figure(chart)["data"] if trace.get("mode") == "lines"]
    assert [len(trace["x"]) for trace in lines][-2:] == [16, 13]


def test_no_line_runs_across_a_break(snapshot_tables, publish):
    snapshot_tables["metric"][0]["breaks"] = "2018-02-01 Counting rules changed"
    opened = Published(publish(snapshot_tables))
    chart = measures.measure(opened, "prosecution_possible_rate").chart
    opened.close()
    assert [len(stretch) for stretch in chart.stretches(chart.series[0])] == [9, 7, 13]
    assert svg(chart).count("<polyline") == 3


STATES = {
    "withheld": "withheld because a check failed",
    "suppressed": "hidden to protect people",
    "missing": "not published by the source for this period",
    "not_due": "not yet due",
    "not_applicable": "does not apply here",
}


@pytest.mark.parametrize("state", STATES)
def test_a_gap_has_no_value_in_chart_or_table_and_says_why(snapshot_tables, publish, state):
    last = _last(snapshot_tables)
    last |= {"state": state, "value": None, "numerator": None, "lower": None, "upper": None}
    opened = Published(publish(snapshot_tables))
    found = measures.measure(opened, "prosecution_possible_rate")
    opened.close()

    point = found.chart.series[0].points[-1]
    assert (point.value, point.value_text) == (None, f"no figure: {STATES[state]}")
    assert found.rows[0][1] == "no figure"
    assert STATES[state] in found.rows[0][-1]
    assert found.period_text == "September 2019"


@pytest.mark.parametrize("state", ["withheld", "suppressed"])
def test_a_hidden_figure_is_not_shown_even_where_the_file_holds_one(
    snapshot_tables, publish, state
):
    _last(snapshot_tables)["state"] = state
    opened = Published(publish(snapshot_tables))
    found = measures.measure(opened, "prosecution_possible_rate")
    opened.close()
    assert found.chart.series[0].points[-1].value is None
    assert (found.period_text, found.rows[0][2:4]) == ("September 2019", ("no figure", "no figure"))
    assert found.rows[0][1] == "no figure"


@pytest.mark.parametrize(
    ("state", "said"), [("provisional", "provisional"), ("immature", "too early to judge")]
)
def test_what_is_not_settled_is_drawn_open_and_the_foot_says_so(
    snapshot_tables, publish, words_of, state, said
):
    _last(snapshot_tables)["state"] = state
    folder = publish(snapshot_tables)
    opened = Published(folder)
    point = measures.measure(opened, "prosecution_possible_rate").chart.series[0].points[-1]
    opened.close()

    assert (point.signal, point.state) == ("provisional", state)
    client = create_app(folder, "board").test_client()
    assert f"Open points are {said}." in words_of(client, MEASURE)


def _last(rows_of):
    return next(
        row
        for row in rows_of["observation"]
        if row["metric_id"] == "prosecution_possible_rate"
        and row["area_code"] == "E23000023"
        and row["period_end_date"] == dt.date(2019, 10, 31)
    )


def test_crimes_are_followed_by_age_where_the_snapshot_has_the_triangle(
    snapshot_tables, publish, words_of
):
    metric = snapshot_tables["metric"][0] | {"metric_id": "charge_rate_by_recorded_cohort"}
    snapshot_tables["metric"].append(metric)
    snapshot_tables["maturity"] = [
        {"area_code": "E23000023", "recorded_month_start_date": dt.date(2019, month, 1),
         "age_months": age, "recorded_count": 200, "cohort_rate": rate}
        for month, age, rate in ((9, 0, 3.0), (9, 1, 5.5), (10, 0, 2.5))
    ]  # fmt: skip
    client = create_app(publish(snapshot_tables), "board").test_client()
    said = words_of(client, "/measures/charge_rate_by_recorded_cohort")
    assert "Recorded in Crimes 0 1 Oct 2019 200 2.5 Sep 2019 200 3.0 5.5" in said


def test_an_analyst_is_shown_the_query_its_last_run_and_the_rows_of_each_table_it_is_made_from(
    snapshot_tables, publish, words_of
):
    snapshot_tables["metric_query"] = [
        {"metric_id": "prosecution_possible_rate", "query": "select 7 as value from core.police_outcome",
         "reads": "core.police_outcome", "state": "good", "row_count": 31,
         "business_date": dt.date(2019, 12, 18)}
    ]  # fmt: skip
    snapshot_tables["metric_source"].append(
        {"metric_id": "prosecution_possible_rate", "table_name": "raw.police_outcomes",
         "feed_id": "police_outcomes"}
    )  # fmt: skip
    snapshot_tables["table_state"] = [
        {"table_name": "core.police_outcome", "state": "good", "row_count": 1234},
        {"table_name": "raw.police_outcomes", "state": "good", "row_count": 5678},
    ]
    folder = publish(snapshot_tables)

    said = words_of(create_app(folder, "restricted").test_client(), MEASURE)

    rows = said[said.index("Show me the rows") :]
    assert "select 7 as value from core.police_outcome" in rows
    assert "It was last run on 18 December 2019 and gave 31 rows" in rows
    assert "core.police_outcome 1,234 by this query" in rows
    assert "raw.police_outcomes 5,678 further up" in rows
    board = words_of(create_app(folder, "board").test_client(), MEASURE)
    assert "Show me the rows" not in board and "select 7" not in board
