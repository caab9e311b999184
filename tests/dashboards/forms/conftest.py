"""An office whose people log in: editor, assurers, analyst and viewer, each with a session."""

import re
import shutil
from html import unescape

import pytest

from dashboards.login.login import SESSION_KEY, SessionLogin
from dashboards.login.people import Person
from dashboards.login.sessions import Sessions
from dashboards.login.settings import Login
from dashboards.web.app import create_app
from pipelines.papers.writing_desk import Desk
from pipelines.site.site import Site
from tests.conftest import ROOT
from tests.dashboards.conftest import tables, write

PEOPLE = {
    "editor": Person("Ann Editor", "ann@example.org", frozenset({"editor"}), "id-ann"),
    "second": Person("Bob Editor", "bob@example.org", frozenset({"editor"}), "id-bob"),
    "assurer": Person("Cara Assurer", "cara@example.org", frozenset({"assurer"}), "id-cara"),
    "both": Person("Dee Both", "dee@example.org", frozenset({"editor", "assurer"}), "id-dee"),
    "renamed": Person("D. Both", "dee@example.org", frozenset({"editor", "assurer"}), "id-dee"),
    "analyst": Person("Eve Analyst", "eve@example.org", frozenset({"analyst"}), "id-eve"),
    "viewer": Person("Vic Viewer", "vic@example.org", frozenset({"viewer"}), "id-vic"),
}


@pytest.fixture(scope="session")
def for_forms(tmp_path_factory, registers):
    """A published folder whose registers hold something; copied by each test."""
    return write(tmp_path_factory.mktemp("forms") / "published", tables() | registers)


class Office:
    """One site served with a login, and what is entered in its audit log."""

    def __init__(self, root, *, patience_seconds=15.0):
        self.site = Site(root)
        self.entered = []
        self.desk = Desk(self.site, patience_seconds)
        login = Login(
            issuer="https://login.example",
            client_id="pcplan",
            client_secret="of the test",
            base_url="http://127.0.0.1:8050",
            roles={},
            public_without_login=True,
        )
        self.sessions = Sessions(
            f"sqlite:///{(root / 'sessions.sqlite').as_posix()}", login.idle, login.absolute
        )
        self.app = create_app(
            self.site.published,
            login=SessionLogin(login, self.sessions),
            written=self.desk,
            record=self._record,
        )

    def _record(self, action, person, /, **details):
        if action in ("change", "sign"):
            self.entered.append((action, person, details))

    def client(self, name):
        """A browser of one person, logged in; of nobody for the name `nobody`."""
        client = self.app.test_client()
        if name in PEOPLE:
            with client.session_transaction() as session:
                session[SESSION_KEY] = self.sessions.begin(PEOPLE[name])
        return client


def form_of(page):
    """What the form of a page would send as it stands: hidden fields and what is filled in."""
    form = re.search(r'<form class="write".*?</form>', page, re.S)[0]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    found |= dict(re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', form))
    found |= dict(
        re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S)
    )
    for name, options in re.findall(
        r'<select id="[^"]+" name="([^"]+)".*?>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def send(client, address, /, do="save", **changes):
    """Open a form as a browser does, fill it in, and send it."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return client.post(address.split("?")[0], data=form_of(page.text) | changes | {"do": do})


def said_on(page):
    """A page as one line of words."""
    body = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", page.replace("<wbr>", ""), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def site(for_forms, tmp_path):
    """The folder of a site of its own for each test."""
    root = tmp_path / "site"
    shutil.copytree(for_forms, root / "published")
    shutil.copytree(ROOT / "assets" / "plan", root / "plan")
    (root / "site.toml").write_text('office_name = "Office"\n', encoding="utf-8")
    return root


@pytest.fixture
def office(site):
    """A site of its own for each test."""
    return Office(site)


@pytest.fixture
def editor(office):
    return office.client("editor")
