"""Logging in and out in a real browser, through a real provider: what each role sees."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.dashboards.login.conftest import free_port

SEES = {
    "vera": ("For the board.", 403),
    "ann": ("For the office's analysts.", 200),
    "eddie": ("For the office's analysts.", 200),
    "asha": ("For the office's analysts.", 200),
    "adam": ("For the office's analysts.", 200),
    "nora": ("For the public.", 403),
}


@pytest.fixture
def address(pages):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = make_server("127.0.0.1", port, pages(base_url=address), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def page(browser, complaints):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and complaints.append(_of(said)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def _of(said):
    return f"{said.text} {said.location['url']}"


def log_in(page, address, sub):
    page.goto(f"{address}/account")
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name=sub, exact=True).first.click()
    page.wait_for_url(f"{address}/**")


@pytest.mark.parametrize("sub", SEES)
def test_each_role_logs_in_and_sees_what_it_may(page, address, sub):
    footer, status = SEES[sub]
    log_in(page, address, sub)
    assert footer in page.locator("footer").inner_text()
    assert page.goto(f"{address}/query").status == status
    told = "The Head of Performance can give it to you." in page.inner_text("main")
    assert told == (status == 403)


def test_a_reader_logs_out_here_and_at_the_provider_and_comes_back(
    page, address, issuer, complaints
):
    log_in(page, address, "ann")
    page.goto(f"{address}/account")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(f"{issuer}/oauth2/end_session**")  # no policy of ours stood in the way
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{address}/logged-out**")
    assert "You are logged out" in page.inner_text("h1")
    page.goto(f"{address}/quality")
    assert "For the public." in page.locator("footer").inner_text()
    assert [said for said in complaints if address in said] == []


def test_a_question_is_saved_shared_and_removed_in_the_browser(page, address, complaints):
    log_in(page, address, "ann")
    page.goto(f"{address}/query?q=select+42+as+x")
    page.get_by_label("Name").fill("The answer")
    page.get_by_label("Other analysts may read it").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{address}/query/saved/*")
    assert page.inner_text("h1") == "The answer"
    assert page.input_value("#sql") == "select 42 as x"
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Remove this saved question").click()
    page.wait_for_url(f"{address}/query")
    assert "The answer" not in page.inner_text("main")
    assert [said for said in complaints if address in said] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_about_the_login_shuts_anyone_out(page, address, clock, width):
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, address, "eddie")
    for path in ("/account", "/logged-out", "/query"):
        page.goto(address + path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    clock.pass_minutes(31)
    assert page.goto(f"{address}/quality").status == 401
    assert "No page was asked for in 30 minutes." in page.inner_text("main")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name="eddie", exact=True).first.click()
    page.wait_for_url(f"{address}/quality")


def test_the_cookie_is_out_of_reach_of_scripts(page, address):
    log_in(page, address, "ann")
    assert page.evaluate("document.cookie") == ""
    (cookie,) = (one for one in page.context.cookies() if one["name"].startswith("pcplan-"))
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
