"""Static charts: the same bytes everywhere, words kept, nothing from elsewhere."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards import measures
from dashboards.charts.svg import svg

ROOT = Path(__file__).parents[3]
DRAW = """
import hashlib, pathlib, sys
from dashboards import measures
from dashboards.charts.svg import svg
from snapshot.published import Published
published = Published(pathlib.Path(sys.argv[1]))
drawn = "".join(
    svg(chart) for name in published.metrics if (chart := measures.measure(published, name).chart)
)
sys.stdout.write(hashlib.sha256(drawn.encode()).hexdigest())
"""


def texts(drawing):
    return [node.text for node in ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")]


def chart_of(published, metric_id):
    return measures.measure(published, metric_id).chart


def test_a_chart_is_the_same_bytes_in_every_time_zone(published_folder):
    drawn = {
        subprocess.run(
            [sys.executable, "-c", DRAW, str(published_folder)],
            cwd=ROOT,
            env=os.environ | {"TZ": zone, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Adak", "2"))
    }
    assert len(drawn) == 1


def test_a_trend_names_its_event_its_limits_and_its_latest_value(published):
    words = texts(svg(chart_of(published, "prosecution_possible_rate")))
    assert {"Athena goes live, May 2018", "upper limit", "lower limit", "9.7%"} <= set(words)


def test_a_run_of_signals_has_one_word_with_its_length(published):
    words = texts(svg(chart_of(published, "antisocial_behaviour_rate")))
    assert words.count("improving, 4 months") == 1


def test_a_gap_breaks_the_line(published):
    drawing = svg(chart_of(published, "prosecution_possible_rate"))
    assert drawing.count("<polyline") == 2


def test_the_end_that_is_withheld_says_so(published):
    assert "withheld" in texts(svg(chart_of(published, "emergency_call_rate")))


@pytest.mark.parametrize("width", [760, 340])
def test_no_word_leaves_the_picture(published, width):
    for metric_id in published.metrics:
        chart = chart_of(published, metric_id)
        if chart is None:
            continue
        for node in ET.fromstring(svg(chart, width)).iter("{http://www.w3.org/2000/svg}text"):
            x, length = float(node.get("x")), len(node.text) * 7
            left = {"start": x, "middle": x - length / 2, "end": x - length}[
                node.get("text-anchor")
            ]
            assert left >= -12
            assert left + length <= width + 12


def test_text_from_people_cannot_become_markup(published):
    chart = replace(chart_of(published, "typical_day_count"), finding="<script>alert(1)</script>")
    assert "<script" not in svg(chart)


def test_a_chart_stands_alone(published):
    drawing = svg(chart_of(published, "grant_awarded_gbp"))
    for forbidden in ("foreignObject", "class=", "style=", "href", "<image", "url("):
        assert forbidden not in drawing
    assert "<title>" in drawing
    assert "<desc>" in drawing
