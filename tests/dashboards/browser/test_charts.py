"""Charts in a real browser: legible, apart, drawn under the policy, and equal to their tables."""

import csv
import io
import re

import pytest

from dashboards import theme
from tests.dashboards.browser.conftest import CHARTS, PROBES
from tests.lanes import full

TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
GRID = "rgb({}, {}, {})".format(*bytes.fromhex(theme.GRID.removeprefix("#")))
PAGES = [f"/measures/{metric_id}" for metric_id in CHARTS.values()] + ["/theme/victims", "/areas"]
PAGES.append("/areas/E22000013")
# From the page's own numbers to the picture's places: each figure's axis, and the marks on it.
PICTURE = """
(chart) => {
  const drawing = chart.querySelector(".still.wide svg");
  const steps = [...drawing.querySelectorAll("text[text-anchor=end]")]
    .map((text) => [Number(text.getAttribute("y")) - 5, Number(text.textContent.replace(/[^0-9.-]/g, ""))]);
  const marks = [...drawing.querySelectorAll("circle")]
    .map((mark) => [Number(mark.getAttribute("cx")), Number(mark.getAttribute("cy"))]);
  return [steps, marks];
}
"""
LIVE = "(chart) => chart.querySelector('.live').data.filter((trace) => trace.customdata)"


@pytest.mark.parametrize("width", [320, full(560), 1280])
def test_no_two_texts_of_a_chart_touch_and_none_is_cut(open_page, draw_all, width):
    page = open_page("/", width=width)
    for path in PAGES:
        page.goto(path)
        draw_all(page)
        assert page.evaluate("probes.texts().length") > 0, path
        assert page.evaluate("probes.collisions()") == [], (path, width)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_two_texts_of_a_still_picture_touch_and_none_is_cut(open_page, browser, address, width):
    with browser.new_context(viewport={"width": width, "height": 800}, base_url=address) as context:
        context.route("**/*.js", lambda route: route.abort())
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            page.evaluate(PROBES)
            assert page.evaluate("probes.texts().length") > 0, path
            assert page.evaluate("probes.collisions()") == [], (path, width)


@pytest.mark.parametrize("scripts", ["live", "still"])
def test_texts_and_marks_of_charts_stand_out_from_what_is_behind_them(
    browser, address, draw_all, scripts
):
    with browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address) as context:
        if scripts == "still":
            context.route("**/*.js", lambda route: route.abort())
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            if scripts == "live":
                draw_all(page)
            else:
                page.evaluate(PROBES)
            faint = [t for t in page.evaluate("probes.texts()") if t["contrast"] < TEXT]
            assert faint == [], path
            marks = [m for m in page.evaluate("probes.marks()") if m["stroke"] != GRID]
            assert marks, path
            assert [mark for mark in marks if mark["contrast"] < MARK] == [], path


def test_a_faint_mark_would_be_seen(open_page, draw_all):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    fade = "(kind) => document.querySelectorAll(kind).forEach((e) => { e.style.opacity = '0.3'; })"
    page.evaluate(fade, ".live .points")
    page.evaluate(fade, ".live .infolayer")
    assert any(mark["contrast"] < MARK for mark in page.evaluate("probes.marks()"))
    assert any(text["contrast"] < TEXT for text in page.evaluate("probes.texts()"))


def test_texts_that_touch_would_be_seen(open_page, draw_all):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    page.evaluate("document.querySelector('.live .xtick text').setAttribute('x', 180)")
    page.evaluate("document.querySelector('.live .xtick text').dataset.notex = 1")
    page.evaluate(
        "document.querySelectorAll('.live .xtick text')"
        ".forEach((t) => t.setAttribute('transform', 'translate(0, 0)'))"
    )
    touching = page.evaluate(
        "(() => { const t = document.querySelectorAll('.live .xtick text');"
        " const box = t[1].getBoundingClientRect(), own = t[0].getBoundingClientRect();"
        " t[0].setAttribute('transform', `translate(${box.left - own.left}, 0)`);"
        " return probes.collisions().length; })()"
    )
    assert touching > 0


def _number(text):
    """The figure at the beginning of a text, as it is written."""
    found = re.match(r"£?([\d,]+(\.\d+)?)", text)
    return found[1] if found else ""


# A line, a ranking and bars by part: the page tells their figures in three ways.
ONE_OF_A_WAY = ("prosecution_possible_rate", "typical_day_count", "disposal_count")


@pytest.mark.parametrize(
    "metric_id", [name if name in ONE_OF_A_WAY else full(name) for name in CHARTS.values()]
)
def test_chart_table_file_and_interface_hold_the_same_figures(
    open_page, draw_all, client_of, metric_id
):
    page = open_page(f"/measures/{metric_id}")
    draw_all(page)
    chart = page.locator(".chart").first
    drawn = chart.evaluate(LIVE)
    is_over_time = metric_id not in (
        "typical_day_count",
        "proven_reoffending_rate",
        "disposal_count",
    )
    numbers = [n for trace in drawn for n in trace["y" if is_over_time else "x"] if n is not None]
    said = [text.split("<br>")[0].split(" (")[0] for trace in drawn for text in trace["customdata"]]

    client = client_of("viewer")
    given = client.get(f"/api/v1/measures/{metric_id}/observations?limit=10000").get_json()["data"]
    of_api = {row["value"] for row in given if row["value"] is not None}
    file = csv.DictReader(io.StringIO(client.get(f"/measures/{metric_id}.csv").text))
    of_file = {float(row["value"]) for row in file if row["value"]}
    assert numbers
    assert of_api == of_file
    assert {float(n) for n in numbers} <= of_api

    rows = page.locator("details:has(> summary:text-is('Table')) table tbody tr")
    cells = rows.evaluate_all(
        "(rows) => rows.flatMap((row) => [...row.cells].slice(1).map((c) => c.textContent.trim()))"
    )
    shown = {_number(text) for text in said if _number(text)}
    assert shown
    assert shown <= {_number(cell) for cell in cells}


def test_the_marks_of_the_still_picture_stand_where_their_figures_say(open_page, draw_all):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    chart = page.locator(".chart").first
    (line,) = chart.evaluate(LIVE)
    steps, marks = chart.evaluate(PICTURE)
    (low_y, low), (high_y, high) = steps[0], steps[-1]
    wanted = [value for value in line["y"] if value is not None]

    found = [low + (y - low_y) / (high_y - low_y) * (high - low) for _, y in sorted(marks)]
    assert len(found) == len(wanted) == 29
    assert found == pytest.approx(
        wanted, abs=(high - low) / abs(low_y - high_y) / 2
    )  # half a pixel


def test_every_chart_draws_without_a_word_of_complaint_and_answers_the_pointer(
    open_page, complaints, draw_all
):
    page = open_page("/theme/offenders")
    draw_all(page)
    assert page.locator(".chart .main-svg").count() >= 4
    assert page.locator(".chart .still:visible").count() == 0

    page.locator("[data-figure=figure-prosecution_possible_rate] .points path").nth(3).hover(
        force=True
    )
    page.wait_for_selector(".hoverlayer .hovertext", timeout=10_000)
    assert "12.8%Aug 2017" in page.locator(".hoverlayer .hovertext").first.text_content()
    assert complaints == []


def test_a_chart_is_laid_out_anew_when_its_window_narrows(open_page, draw_all):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_selector(".chart[data-drawn='narrow']", timeout=60_000)
    drawing = page.locator(".live .main-svg").first.bounding_box()
    assert drawing["width"] < 320
    assert page.locator(".live").bounding_box()["height"] == drawing["height"]
    assert page.evaluate("probes.collisions()") == []
