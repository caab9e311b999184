"""The live chart and the CSV carry the figures of the specification, and no other."""

import csv
import io
import json

from dashboards import measures
from dashboards.charts.export import csv as chart_csv
from dashboards.charts.figure import plotly_figure


def test_the_live_chart_has_the_figures_of_the_specification(published):
    for metric_id in published.metrics:
        chart = measures.measure(published, metric_id).chart
        if chart is None:
            continue
        figure = plotly_figure(chart)
        drawn = [trace for trace in figure["data"] if "customdata" in trace]
        for series, trace in zip(chart.series, drawn, strict=True):
            numbers = trace["y"] if chart.is_over_time else trace["x"]
            assert numbers == [p.value for p in series.points]


def test_the_live_chart_needs_no_inline_style_and_no_clock(published):
    """Plotly turns <b> and other tags into style attributes, which the policy forbids."""
    for metric_id in published.metrics:
        chart = measures.measure(published, metric_id).chart
        if chart is not None:
            written = json.dumps(plotly_figure(chart), allow_nan=False)
            assert "<" not in written.replace("<br>", "").replace("<extra></extra>", "")


def test_dates_are_written_without_a_time_zone(published):
    chart = measures.measure(published, "prosecution_possible_rate").chart
    assert plotly_figure(chart)["data"][-1]["x"][0] == "2017-05-01"


def test_the_csv_keeps_each_gap_with_its_state(published):
    chart = measures.measure(published, "prosecution_possible_rate").chart
    rows = list(csv.DictReader(io.StringIO(chart_csv(chart))))
    assert len(rows) == 30
    assert [(r["label"], r["state"]) for r in rows if not r["value"]] == [("Sep 2018", "missing")]
