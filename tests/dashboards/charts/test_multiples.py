"""Small multiples: one pair of axes for all, gaps kept as gaps."""

import datetime as dt
import re

from dashboards.charts.multiples import axes_of, draw
from dashboards.charts.spec import ChartPoint, Series


def series(name, *values):
    points = tuple(
        ChartPoint(str(month), value, str(value), dt.date(2019, month, 1))
        for month, value in enumerate(values, 1)
    )
    return Series(name, points)


def lines(svg):
    return [
        [tuple(map(float, place.split(","))) for place in found.split()]
        for found in re.findall(r'<polyline points="([^"]+)"', svg)
    ]


def test_the_same_value_on_the_same_day_stands_at_the_same_place_in_every_picture():
    low, high = series("Low", 1.0, 2.0, 3.0), series("High", 9.0, 2.0, 8.0)
    axes = axes_of([low, high], "per cent", from_zero=True)

    (one,), (other,) = (lines(draw(s, None, axes, s.name, "")) for s in (low, high))

    assert one[1] == other[1]
    assert one[0][1] > other[0][1]  # 1 stands below 9, whose y is smaller


def test_a_gap_breaks_the_line_and_one_figure_between_gaps_is_a_dot():
    broken = series("Broken", 1.0, 2.0, None, 3.0, None, 4.0, 5.0)
    axes = axes_of([broken], "number", from_zero=True)

    svg = draw(broken, None, axes, "Broken", "")

    assert [len(line) for line in lines(svg)] == [2, 2]
    assert svg.count("<circle") == 2  # the lone figure, and the latest


def test_the_whole_stands_behind_in_grey_dashes():
    ours, whole = series("Ours", 1.0, 2.0, 3.0), series("Whole", 2.0, 2.0, 2.0)
    axes = axes_of([ours, whole], "number", from_zero=True)

    svg = draw(ours, whole, axes, "Ours", "")

    first, second = re.findall(r"<polyline[^>]+>", svg)
    assert 'stroke="#6B6B6B"' in first and "stroke-dasharray" in first
    assert 'stroke="#12436D"' in second and "stroke-dasharray" not in second


def test_too_few_points_have_no_axes_and_a_level_line_has():
    assert axes_of([series("Few", 1.0, 2.0)], "number", from_zero=True) is None
    level = axes_of([series("Level", 5.0, 5.0, 5.0)], "number", from_zero=False)
    assert level.steps[0] < level.steps[-1]
