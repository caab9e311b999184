"""One office behind a login, every kind of chart on its pages, and a real browser to read them."""

import datetime as dt
import re
import shutil
import threading
from html import unescape
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

from dashboards.login.login import SESSION_KEY
from dashboards.login.people import Person
from tests.conftest import ROOT
from tests.dashboards.conftest import CITY, COUNTY, FORCE, month, observation, tables, write
from tests.dashboards.forms.conftest import PEOPLE, Office
from tests.dashboards.test_area_pages import AREAS, RATES, figure, outline

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")
ADMINISTRATOR = Person("Flo Admin", "flo@example.org", frozenset({"administrator"}), "id-flo")
ROLES = {
    "nobody": None,
    "viewer": PEOPLE["viewer"],
    "analyst": PEOPLE["analyst"],
    "editor": PEOPLE["editor"],
    "assurer": PEOPLE["assurer"],
    "administrator": ADMINISTRATOR,
}
# Pages of one kind are made by one endpoint: of each kind one is read, and of measures each chart.
CHARTS = {
    "trend with limits and events": "prosecution_possible_rate",
    "trend with a run of signals": "antisocial_behaviour_rate",
    "trend that ends withheld": "emergency_call_rate",
    "two lines": "satisfaction_rate",
    "columns": "grant_awarded_gbp",
    "many columns": "contact_count",
    "dots with intervals": "proven_reoffending_rate",
    "ranked dots": "typical_day_count",
    "bars by part": "disposal_count",
}


RATE = "prosecution_possible_rate"


def measure(metric_id, title, **more):
    """A measure of the catalogue like the others, but for what is said."""
    common = next(row for row in tables()["metric"] if row["metric_id"] == "recorded_crime_count")
    return common | {"metric_id": metric_id, "title": title, "breakdown_note": None} | more


def more_charts():
    """Measures and figures of the kinds of chart that the small snapshot lacks."""
    metrics = [
        measure("satisfaction_rate", "Victims satisfied", unit="percent", theme="victims",
                objective_id="V1", priority_id="V1.1", chart="trend"),
        measure("contact_count", "Contacts with the service", unit="count", theme="victims",
                objective_id="V1", priority_id="V1.1", chart="bars", frequency="month"),
        measure("disposal_count", "Disposals by kind", unit="count", chart="bars"),
    ]  # fmt: skip
    rows = []
    for index in range(8):
        start, _ = month(3 * index, (2017, 10))
        _, end = month(3 * index + 2, (2017, 10))
        for area, value in ((COUNTY, 81.4), (CITY, 80.9)):
            more = {"area_code": area, "numerator": value * 4, "denominator": 400}
            rate = value - index * (0.3 if area == COUNTY else 0.2)
            rows.append(observation("satisfaction_rate", "quarter", start, end, rate, **more))
    for index in range(26):
        value = 1180 + 37 * (index % 5)
        rows.append(observation("contact_count", "month", *month(index, (2017, 9)), value))
    for area, (rate, _, _) in RATES.items():
        for index in range(0 if area == FORCE else 12):
            span = month(index, (2018, 11))
            more = {"area_code": CITY, "numerator": rate + index % 4, "denominator": 100}
            figures = observation(RATE, "month", *span, rate + index % 4, **more)
            rows.append(figures | {"area_code": area, "area_name": AREAS[area]})
    year = (dt.date(2018, 10, 1), dt.date(2019, 9, 30))
    for kind, value in (
        ("Charge or summons", 3120),
        ("Caution given to an adult", 640),
        ("Penalty notice", 88),
    ):
        by = {"breakdown": "disposal", "breakdown_value": kind}
        rows.append(observation("disposal_count", "year_ending", *year, value, **by))
    return metrics, rows


def everything(registers):
    """The rows of a snapshot that has something for every part of every page."""
    rows_of = tables() | registers
    metrics, rows = more_charts()
    rows_of["metric"] = rows_of["metric"] + metrics
    rows_of["metric"][0] |= {"target": 11.0, "target_source": "the Plan"}
    places = [
        {"area_code": code, "area_name": name, "area_type": "csp", "parent_code": FORCE}
        for code, name in AREAS.items()
    ]
    rows_of["area"] = rows_of["area"] + places
    rows_of["area_boundary"] = [outline(code, n) for n, code in enumerate(AREAS)]
    rates = [figure(code, *rate) for code, rate in RATES.items()]
    rows_of["observation"] = rows_of["observation"] + rows + rates
    return rows_of


@pytest.fixture(scope="session")
def office(tmp_path_factory, registers):
    """A site with a login, served; nobody changes anything in it."""
    root = tmp_path_factory.mktemp("browser") / "site"
    write(root / "published", everything(registers))
    shutil.copytree(ROOT / "assets" / "plan", root / "plan")
    (root / "site.toml").write_text('office_name = "Office"\n', encoding="utf-8")
    return Office(root)


@pytest.fixture(scope="session")
def address(office):
    """Where the office's pages are served."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def client_of(office):
    """Return what asks for pages without a browser, as one role."""
    made = {}

    def client_of(role):
        if role not in made:
            made[role] = office.app.test_client()
            if ROLES[role]:
                with made[role].session_transaction() as session:
                    session[SESSION_KEY] = office.sessions.begin(ROLES[role])
        return made[role]

    return client_of


@pytest.fixture(scope="session")
def pages_of(office, client_of):
    """Return the addresses that a role comes to from the first page: one of each kind."""
    made = {}

    def pages_of(role):
        if role not in made:
            made[role] = _walk(office.app, client_of(role))
        return made[role]

    return pages_of


def _walk(app, client):
    """Follow every link of every kind of page once; return endpoint and address."""
    rules = app.url_map.bind("127.0.0.1")
    found, queue, seen = {}, ["/"], {"/"}
    while queue:
        address = queue.pop(0)
        path, _, asked = address.partition("?")
        try:
            endpoint, values = rules.match(path, method="GET", query_args=asked)
        except HTTPException:
            continue
        kind = _kind(endpoint, values)
        if kind is None or kind in found:
            continue
        response = client.get(address)
        is_page = response.content_type.startswith("text/html")
        if response.status_code != 200 or not is_page or "Content-Disposition" in response.headers:
            continue
        found[kind] = address
        for link in re.findall(r'<a [^>]*?href="(/[^"#]*)', response.text):
            link = unescape(link)
            if link not in seen:
                seen.add(link)
                queue.append(link)
    return found


def _kind(endpoint, values):
    """Say what kind of page an address is of; none for files and for the way in and out."""
    if endpoint in {"static", "login.begin", "login.end", "measures.moved"}:
        return None
    if endpoint == "measures.view":
        metric_id = values["metric_id"]
        return f"measure {metric_id}" if metric_id in CHARTS.values() else None
    return endpoint


@pytest.fixture
def complaints():
    """What the browser complained of."""
    return []


@pytest.fixture
def window_of(browser, address, client_of, complaints):
    """Open a window in which one role is logged in."""
    contexts = []

    def window_of(role="viewer", width=1280, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, base_url=address, **options
        )
        contexts.append(context)
        for cookie in client_of(role)._cookies.values():
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()
        page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        return page

    yield window_of
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(window_of):
    """Open one page as one role."""

    def open_page(path, role="viewer", width=1280, **options):
        page = window_of(role, width, **options)
        page.goto(path)
        return page

    return open_page


@pytest.fixture
def draw_all():
    """Return what brings each chart into view and waits until plotly has drawn it."""

    def draw_all(page):
        for chart in page.locator(".chart").all():
            chart.scroll_into_view_if_needed()
            name = chart.get_attribute("data-figure")
            page.wait_for_selector(
                f"[data-figure='{name}']:is([data-drawn='wide'], [data-drawn='narrow'])",
                timeout=60_000,
            )
        page.evaluate(PROBES)

    return draw_all
