"""The command that serves: to whom, behind which proxy, and what it refuses to start with."""

import json
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
import waitress
from click.testing import CliRunner
from flask import request

from dashboards.web.app import adjustments, create_app
from dashboards.web.prefetch import prefetch
from dashboards.web.services import EXTENSION
from pipelines.audit.log import AuditLog
from pipelines.cli.main import main
from pipelines.monitoring.doctor import examine
from pipelines.monitoring.doctor_safety import login
from pipelines.site.site import Site
from tests.conftest import ROOT
from tests.dashboards.login.conftest import free_port, log_in, wait_for

LOGIN = """
[login]
issuer = "{issuer}"
client_id = "pcplan"
client_secret_file = "secret"
base_url = "http://127.0.0.1:{port}"
public_without_login = true
[login.roles]
analyst = ["group-of-analysts"]
"""


@pytest.fixture
def site(whole_folder, tmp_path):
    """A site with a published snapshot."""
    root = tmp_path / "site"
    shutil.copytree(whole_folder, root / "published")
    (root / "state").mkdir()
    (root / "site.toml").write_text("", encoding="utf-8")
    return root


def serve(*words):
    return CliRunner().invoke(main, ["serve", *words])


def test_without_a_login_no_other_machine_is_served(site):
    ran = serve("--site", str(site), "--host", "0.0.0.0")
    assert ran.exit_code == 2
    assert "no login yet" in ran.output


def test_with_a_login_the_audience_is_not_the_commands_to_say(site):
    (site / "site.toml").write_text("[login]\n", encoding="utf-8")
    ran = serve("--site", str(site), "--audience", "board")
    assert ran.exit_code == 2
    assert "each reader's role says what they may read" in " ".join(ran.output.split())


def test_a_login_that_cannot_work_is_not_started(site):
    (site / "site.toml").write_text("[login]\nclient_id = 'x'\n", encoding="utf-8")
    ran = serve("--site", str(site))
    assert ran.exit_code == 2
    assert "line 1: login.issuer is missing" in " ".join(ran.output.split())
    (site / "site.toml").write_text("login = true\n", encoding="utf-8")
    assert "Write a line [login]" in " ".join(serve("--site", str(site)).output.split())


def test_the_command_serves_behind_a_login_and_keeps_its_keys_to_itself(site, issuer):
    port = free_port()
    (site / "site.toml").write_text(LOGIN.format(issuer=issuer, port=port), encoding="utf-8")
    (site / "secret").write_text("of the test", encoding="utf-8")
    (site / "secret").chmod(0o600)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "serve", "--site", str(site), "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        snapshot = json.loads(wait_for(f"{address}/api/v1/snapshot", process))
        assert snapshot["audience"] == "public"
        with urllib.request.urlopen(f"{address}/query", timeout=30) as answer:
            assert answer.url.startswith(f"{issuer}/oauth2/authorize?")
    finally:
        process.terminate()
        process.wait(timeout=30)
    for name in ("keys/cookies", "dashboards.sqlite"):
        assert (site / "state" / name).stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_the_doctor_says_whether_people_can_log_in(site, issuer):
    settings, secret = site / "site.toml", site / "secret"
    assert login(Site(site))[1] == "there is none, so the pages are for this machine alone"

    settings.write_text(LOGIN.format(issuer=issuer, port=8050), encoding="utf-8")
    (finding,) = [found for found in examine(site) if found.name == "login"]
    assert not finding.is_well
    assert "line 5: login.client_secret_file names" in finding.found

    secret.write_text("of the test", encoding="utf-8")
    secret.chmod(0o600)
    assert login(Site(site)) == (True, "through 127.0.0.1, for 1 group", "")

    nobody = f"http://127.0.0.1:{free_port()}"
    settings.write_text(LOGIN.format(issuer=nobody, port=8050), encoding="utf-8")
    is_well, found, remedy = login(Site(site))
    assert not is_well
    assert "cannot be reached" in found and "issuer under [login]" in remedy


def test_what_readers_do_is_in_the_sites_audit_log(site, pages, monkeypatch):
    log = AuditLog.of(Site(site))
    app = pages()
    app.extensions[EXTENSION].record = log.write
    client = app.test_client()
    log_in(client, "ann")
    client.get("/quality")
    entries = [
        json.loads(line)
        for path in sorted((site / "state" / "audit").glob("????-??.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    told = json.dumps(entries)
    assert len(entries) == 2
    assert "Ann Analyst <ann@opcc.example>" in told
    assert '"login"' in told and '"read"' in told


@pytest.mark.parametrize(("proxy", "scheme"), [("", "http"), ("127.0.0.1", "https")])
def test_what_a_proxy_says_is_believed_only_where_it_is_named(published_folder, proxy, scheme):
    app = create_app(published_folder, "board")
    app.get("/scheme")(lambda: request.scheme)
    server = waitress.create_server(app, host="127.0.0.1", port=0, **adjustments(1, proxy))
    threading.Thread(target=server.run, daemon=True).start()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.effective_port}/scheme",
        headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert answer.read().decode() == scheme
    finally:
        server.close()


def test_a_form_that_is_too_long_is_refused_before_it_is_read(published_folder):
    app = create_app(published_folder, "restricted")
    response = app.test_client().post("/query/saved", data={"q": "x" * 300_000})
    assert response.status_code == 413
    assert "That is too long" in response.text


def test_pages_of_each_audience_are_made_before_anybody_asks_for_them(pages):
    app = pages()
    prefetch(app)
    cache = app.extensions[EXTENSION].pages
    for audience in ("public", "board", "restricted"):
        assert {"/", "/quality", "/theme/victims"} <= cache.paths(audience)
