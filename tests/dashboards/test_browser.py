"""The pages in a real browser: charts draw under the policy, and everyone can read them."""

import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from dashboards.app import create_app

CHROMIUM = next(
    (
        path
        for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser"))
        if path.exists()
    ),
    None,
)
PAGES = ["/", "/theme/offenders", "/measure/prosecution_possible_rate", "/quality", "/measures"]


@pytest.fixture(scope="module")
def address(published_folder):
    server = make_server("127.0.0.1", 0, create_app(published_folder, "board"), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed, so no page was opened in a browser.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def open_page(browser, address, complaints):
    """Open a page at a width, with all that the browser complains of kept."""
    contexts = []

    def open_page(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def draw_all(page):
    """Bring each chart into view and wait until plotly has drawn it."""
    for chart in page.locator(".chart").all():
        chart.scroll_into_view_if_needed()
        name = chart.get_attribute("data-figure")
        page.wait_for_selector(f"[data-figure='{name}'][data-drawn='yes']", timeout=60_000)


def test_every_chart_draws_without_a_word_of_complaint_and_answers_the_pointer(
    open_page, complaints
):
    page = open_page("/theme/offenders")
    draw_all(page)
    assert page.locator(".chart .main-svg").count() >= 4
    assert page.locator(".chart .still:visible").count() == 0

    page.locator(".scatterlayer .points path").nth(3).hover(force=True)
    page.wait_for_selector(".hoverlayer .hovertext", timeout=10_000)
    assert "12.8%Aug 2017" in page.locator(".hoverlayer .hovertext").first.text_content()
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_or_shuts_anyone_out(open_page, complaints, path, width):
    page = open_page(path, width)
    draw_all(page)
    for summary in page.query_selector_all("summary"):
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []
    assert complaints == []


def test_without_scripts_the_figures_and_the_pictures_are_there(open_page, complaints):
    page = open_page("/theme/offenders", java_script_enabled=False)
    assert page.locator(".chart .still.wide svg").first.is_visible()
    assert page.get_by_text("9.7%").first.is_visible()
    assert complaints == []


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_print_shows_the_static_pictures(open_page):
    page = open_page("/measure/prosecution_possible_rate")
    draw_all(page)
    page.emulate_media(media="print")
    assert page.locator(".still.wide").first.is_visible()
    assert not page.locator(".live").first.is_visible()
