"""A real OpenID provider in a process of its own, and the pages behind a login through it."""

import datetime as dt
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from dashboards.login.login import SessionLogin
from dashboards.login.sessions import Sessions
from dashboards.login.settings import read_login
from dashboards.sql_console.saved import SavedQueries
from dashboards.web.app import create_app
from pipelines.settings.document import Document

PEOPLE = {
    "vera": ("Vera Viewer", ["group-of-the-board"]),
    "ann": ("Ann Analyst", ["GROUP-OF-ANALYSTS", "a-group-of-no-interest"]),
    "eddie": ("Eddie Editor", ["group-of-editors"]),
    "asha": ("Asha Assurer", ["group-of-assurers"]),
    "adam": ("Adam Administrator", ["group-of-administrators"]),
    "nora": ("Nora Newcomer", []),
}
ROLES = {
    "viewer": ["group-of-the-board"],
    "analyst": ["group-of-analysts"],
    "editor": ["group-of-editors"],
    "assurer": ["group-of-assurers"],
    "administrator": ["group-of-administrators"],
}


def free_port():
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(address, process, seconds=60):
    """Wait until a server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def claims():
    """What the provider says of each person: one of them is in more groups than fit a token."""
    for sub, (name, groups) in PEOPLE.items():
        email = f"{sub}@opcc.example"
        yield {"sub": sub, "name": name, "email": email, "groups": groups, "roles": [f"of-{sub}"]}
    yield {
        "sub": "olga",
        "name": "Olga Overage",
        "preferred_username": "olga@opcc.example",
        "_claim_names": {"groups": "src1"},
        "_claim_sources": {"src1": {"endpoint": "https://graph.example/olga/groups"}},
    }


@pytest.fixture(scope="session")
def issuer():
    """The address of a provider that runs as long as the tests do."""
    port = free_port()
    known = [word for one in claims() for word in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce",
         "true", *known],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/.well-known/openid-configuration", process)
    yield address
    process.terminate()
    process.wait(timeout=30)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def pass_minutes(self, minutes):
        self.now += dt.timedelta(minutes=minutes)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def written():
    """What was entered in the audit log, in its order."""
    return []


@pytest.fixture
def settings(issuer):
    """The table [login] of a site.toml, for a test to change."""
    return {
        "issuer": issuer,
        "client_id": "pcplan",
        "client_secret_env": "THE_SECRET",
        "base_url": "http://localhost",
        "public_without_login": True,
        "contact": "The Head of Performance",
        "roles": dict(ROLES),
    }


@pytest.fixture
def pages(whole_folder, settings, clock, written, tmp_path):
    """Make the application behind a login, with the settings that the test has made of them."""

    def pages(**changes):
        login = read_login(
            Document("site.toml", {"login": settings | changes}),
            tmp_path,
            {"THE_SECRET": "of the test"},
        )
        store = f"sqlite:///{(tmp_path / 'dashboards.sqlite').as_posix()}"

        def record(action, person, /, **details):
            written.append((action, person, details))

        return create_app(
            whole_folder,
            login=SessionLogin(login, Sessions(store, login.idle, login.absolute, clock)),
            record=record,
            saved_queries=SavedQueries(store, clock),
        )

    return pages


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_STAYING = urllib.request.build_opener(_Stay)


def ask_provider(address, **form):
    """Send the provider's form; return where it sends the browser, or what its page says."""
    body = urllib.parse.urlencode(form).encode()
    try:
        with _STAYING.open(urllib.request.Request(address, data=body), timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.headers["Location"] or error.read().decode()


def path_of(address):
    """Return an address without its host."""
    parts = urllib.parse.urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def log_in(client, sub, next_path="/"):
    """Log somebody in; return the answer to what the provider sent back."""
    begun = client.get("/login", query_string={"next": next_path})
    assert begun.status_code == 303
    return client.get(path_of(ask_provider(begun.headers["Location"], sub=sub)))


def token_on(client, address):
    """Take the hidden token from a page with a form."""
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)[1]
