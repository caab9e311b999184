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
PAGES = [
    *("/", "/theme/offenders", "/measures/prosecution_possible_rate", "/quality", "/measures"),
    *("/governance", "/grants", "/areas", "/areas/E06000031", "/find?q=crime", "/dictionary"),
    *("/dictionary/proven_reoffending_rate", "/how-to-read", "/accessibility", "/api"),
    *("/deliveries", "/suppliers/cambridgeshire-constabulary"),
]
ANALYST = ["/query?q=select+*+from+metric", "/measures/prosecution_possible_rate", "/quality"]


@pytest.fixture(scope="module")
def address(whole_folder):
    yield from served(create_app(whole_folder, "board"))


@pytest.fixture(scope="module")
def address_of_the_analyst(whole_folder):
    yield from served(create_app(whole_folder, "restricted"))


def served(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
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

    def open_page(path, width=1280, address=address, **options):
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


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_or_shuts_anyone_out(open_page, complaints, path, width):
    is_readable(open_page(path, width), width)
    assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ANALYST)
def test_no_page_of_the_analyst_shuts_anyone_out(
    open_page, complaints, address_of_the_analyst, path, width
):
    is_readable(open_page(path, width, address=address_of_the_analyst), width)
    assert complaints == []


def is_readable(page, width):
    """Open all that opens; nothing may scroll sideways, and axe may find no violation."""
    draw_all(page)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []


@pytest.mark.parametrize("path", ["/", "/governance", "/quality", "/find?q=crime", "/dictionary"])
def test_every_page_can_be_read_without_scripts(open_page, complaints, path):
    page = open_page(path, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator("main a").first.is_visible()
    assert complaints == []


def test_the_search_of_the_masthead_works_by_keyboard_alone(open_page):
    page = open_page("/")
    page.focus("#find")
    page.keyboard.type("peterborough")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=peterborough")
    assert page.get_by_role("link", name="Peterborough").first.is_visible()


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
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    page.emulate_media(media="print")
    assert page.locator(".still.wide").first.is_visible()
    assert not page.locator(".live").first.is_visible()
