"""Logging in through the certified provider of the Node world, where Node and npm are there."""

import json
import shutil
import subprocess
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from filelock import FileLock
from werkzeug.serving import make_server

from tests.dashboards.login.conftest import PEOPLE, free_port, wait_for

PACKAGE = "oidc-provider@9.13.3"
SECRET = "of the test"  # as the fixture `pages` gives it
PROGRAM = Path(__file__).with_name("node_provider.mjs")


@pytest.fixture(scope="module")
def provider_home(request):
    """A folder with the provider's package in it, fetched once and kept with pytest's cache."""
    npm = shutil.which("npm")
    if shutil.which("node") is None or npm is None:
        pytest.skip("Node and npm are not here, so the certified provider was not tried.")
    home = Path(request.config.cache.mkdir(PACKAGE.replace("@", "-")))
    with FileLock(home / "installing.lock"):
        if not (home / "node_modules" / "oidc-provider").is_dir():
            command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", PACKAGE]
            try:
                ran = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120)
            except subprocess.TimeoutExpired:
                pytest.skip("npm's registry does not answer, so the provider was not tried.")
            if ran.returncode:
                pytest.skip(f"npm gives no {PACKAGE}, so the certified provider was not tried.")
        shutil.copy(PROGRAM, home / PROGRAM.name)
    return home


@pytest.fixture
def address(pages, provider_home):
    """The pages behind a login through that provider."""
    port, issuer_port = free_port(), free_port()
    address, issuer = (f"http://127.0.0.1:{number}" for number in (port, issuer_port))
    people = {sub: {"name": name, "groups": groups} for sub, (name, groups) in PEOPLE.items()}
    provider = subprocess.Popen(
        ["node", PROGRAM.name, str(issuer_port), address, SECRET, json.dumps(people)],
        cwd=provider_home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(f"{issuer}/.well-known/openid-configuration", provider)
    server = make_server("127.0.0.1", port, pages(base_url=address, issuer=issuer), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()
    provider.terminate()
    provider.wait(timeout=30)


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_an_analyst_logs_in_reads_and_logs_out_of_both(page, address):
    page.goto(f"{address}/login?next=/quality")
    page.fill("input[name=login]", "ann")
    page.fill("input[name=password]", "any will do there")
    page.click("button[type=submit]")
    page.click("button[type=submit]")  # yes, this application may know who I am
    page.wait_for_url(f"{address}/quality")
    assert "For the office's analysts." in page.locator("footer").inner_text()
    page.goto(f"{address}/account")
    assert "You are Ann Analyst." in page.inner_text("main")

    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/session/end**")
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{address}/logged-out**")
    assert page.goto(f"{address}/api/v1/snapshot").json()["audience"] == "public"
    page.goto(f"{address}/login")
    assert page.locator("input[name=login]").count() == 1  # its session is over too


def test_the_provider_is_told_no_and_the_pages_say_so_plainly(page, address):
    page.goto(f"{address}/login")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{address}/login/callback**")
    assert parse_qs(urlsplit(page.url).query)["error"] == ["access_denied"]
    assert "The login was declined" in page.inner_text("main")
