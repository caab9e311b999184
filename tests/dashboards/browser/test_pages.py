"""Every page as every role, in a real browser: nobody is shut out, at any width or zoom."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.dashboards.browser.conftest import CHARTS, ROLES
from tests.lanes import lane

# WCAG 2.2 to level AA, and what axe counts as good practice besides.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# Of axe's rules the one on contrast takes most of its time, and widths change no colour: it judges
# a kind of page once, and the probe `faint` judges the same at every other size and for each role.
BUT_CONTRAST = RULES | {"rules": {"color-contrast": {"enabled": False}}}
# What a width or a height can change where the same parts of a page are shown.
OF_LAYOUT = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}
# A telephone, a tablet, a desk, and that desk at a zoom of 400 %: width, height, pixels per pixel.
TELEPHONE, TABLET, DESK, ZOOMED = (320, 800, 2), (768, 900, 1), (1280, 800, 1), (320, 200, 4)
# The narrowest, and the one with the fewest lines; between them and wider in the full lane.
SIZES = lane((TELEPHONE, ZOOMED), (TELEPHONE, TABLET, DESK, ZOOMED))
ASKED = {
    "find": "/find?q=crime",
    "nothing found": "/find?q=zzzz",
    "choice": "/measures?q=crime&show=signal",
    "breakdown": "/measures/recorded_crime_count?part=Violence",
    "not found": "/measures/no_such_measure",
}
ASKED_BY = {
    "nobody": {},
    "viewer": {"not open": "/query"},
    "analyst": {
        "answer": "/query?q=select+*+from+metric",
        "refused": "/query?q=drop+table+metric",
    },
    "editor": {"nothing to write": "/commentary/2019-12-19/no-such-priority"},
    "assurer": {},
    "administrator": {},
}


@pytest.fixture(scope="session")
def judged():
    """What stood in the pages read so far, and their kinds: what two roles share is read once."""
    return {"contents": set(), "kinds": set()}


def content_of(response):
    main = re.search(r"<main.*</main>", response.text, re.S)
    return re.sub(r'name="csrf_token" value="[^"]+"', "", main[0] if main else response.text)


def resize(page, size):
    width, height, scale = size
    session = page.context.new_cdp_session(page)
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    page.wait_for_timeout(50)


def faults_of(page, *, is_new_kind):
    """Open all that opens; say what scrolls sideways, what is faint and what axe finds."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    faults = []
    for size in SIZES if is_new_kind else (TELEPHONE,):
        resize(page, size)
        faults += [(size, "scrolls sideways", html) for html in page.evaluate("probes.sideways()")]
        faults += [(size, "faint", html) for html in page.evaluate("probes.faint()")]
        rules = OF_LAYOUT if size in (TABLET, ZOOMED) else BUT_CONTRAST
        rules = RULES if is_new_kind and size == TELEPHONE else rules
        for found in Axe().run(page, options=rules).response["violations"]:
            faults.append((size, found["id"], found["nodes"][0]["html"][:160]))
    return faults


def test_every_kind_of_chart_is_on_a_page_that_is_read(pages_of):
    kinds = set(pages_of("viewer"))
    assert {f"measure {metric_id}" for metric_id in CHARTS.values()} <= kinds
    assert {"home.view", "themes.view", "areas.view", "quality.view", "api.page"} <= kinds


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shuts_anyone_out_at_any_width_or_zoom(
    role, pages_of, client_of, window_of, complaints, draw_all, judged
):
    page = window_of(role, 320)
    faults = {}
    for name, path in (pages_of(role) | ASKED | ASKED_BY[role]).items():
        content = content_of(client_of(role).get(path))
        if content in judged["contents"]:
            continue
        is_new_kind = name not in judged["kinds"]
        judged["contents"].add(content)
        judged["kinds"].add(name)
        page.goto(path)
        draw_all(page)
        found = faults_of(page, is_new_kind=is_new_kind)
        if found:
            faults[f"{role}: {path}"] = found
    assert faults == {}
    refusals = [said for said in complaints if not re.search("status of 40[0-9]", said)]
    assert refusals == []
