"""The dashboards through the door that browsers use: pages, headers, errors, downloads."""

import csv
import io
import json
import re

import pytest

from dashboards import measures
from dashboards.web.app import create_app
from dashboards.web.security import CONTENT_SECURITY_POLICY, OpenHostError, refuse_open_host

PAGES = [
    "/",
    "/theme/victims",
    "/theme/offenders",
    "/theme/communities",
    "/theme/transformation",
    "/measures",
    "/measures/prosecution_possible_rate",
    "/measures/emergency_call_rate",
    "/quality",
    "/governance",
    "/grants",
    "/areas",
    "/areas/E06000031",
    "/deliveries",
    "/suppliers/cambridgeshire-constabulary",
    "/dictionary",
    "/dictionary/prosecution_possible_rate",
    "/find?q=crime",
    "/how-to-read",
    "/accessibility",
    "/api",
]


@pytest.fixture(scope="module")
def client(published_folder):
    return create_app(published_folder, "board").test_client()


def test_every_address_belongs_to_a_kind_of_page(published_folder):
    rules = create_app(published_folder, "board").url_map.iter_rules()
    assert [rule.rule for rule in rules if "." not in rule.endpoint] == ["/static/<path:filename>"]


def read(client, address):
    """The words of a page, as one line without its markup."""
    body = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", client.get(address).text, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_its_data_is_synthetic(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "Synthetic demonstration data." in response.text


def test_no_banner_stands_over_real_data(snapshot_tables, publish):
    snapshot_tables["snapshot"][0]["is_synthetic"] = False
    client = create_app(publish(snapshot_tables), "board").test_client()
    assert "Synthetic" not in client.get("/").text


@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_an_address_elsewhere(client, address):
    assert not re.search(r"(https?:)?//\w", client.get(address).text)


@pytest.mark.parametrize("address", [*PAGES, "/nowhere", "/static/site.css", "/measures?q=x"])
def test_every_answer_carries_a_policy_without_unsafe_words(client, address):
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_style_or_a_script_of_its_own(client, address):
    body = client.get(address).text
    assert not re.search(r"<style|\sstyle=|\son\w+=", body)
    for opening in re.findall(r"<script[^>]*>", body):
        assert "src=" in opening or 'type="application/json"' in opening


def test_the_first_page_says_what_changed_what_is_late_and_what_to_decide(client):
    words = read(client, "/")
    assert "1 measure of 2 judged shows more than chance: 1 improving." in words
    assert "Anti-social behaviour per 1,000 fell" in words
    assert "Police demand: 12 days late" in words
    assert "999 calls answered in 10 seconds: withheld" in words
    assert "1 of 4 promised items has no measure yet." in words
    assert "O3.1. Trial effectiveness is not yet a feed." in words


def test_a_theme_page_shows_each_measure_with_its_figure_period_and_age(client):
    words = read(client, "/theme/offenders")
    assert "Offenders are brought to justice and are less likely to reoffend." in words
    assert "9.7% of crimes recorded, October 2019 (95% interval 8.6 to 10.8)" in words
    assert "7 weeks old" in words
    assert (
        "Effective trial data: no figure, because trial effectiveness is not yet a feed." in words
    )
    assert "2 awards, £221,000 in all" in words


def test_a_withheld_figure_says_which_period_and_why(client):
    assert (
        "Withheld. October 2019 and November 2019: core.police_demand is broken: "
        "dates are not unique: 3 rows." in read(client, "/theme/victims")
    )


def test_the_table_on_the_page_has_every_figure_of_the_chart(client, published):
    found = measures.measure(published, "prosecution_possible_rate")
    words = read(client, "/measures/prosecution_possible_rate")
    for row in found.rows:
        assert " ".join(cell for cell in row[:4]) in words


def test_the_chart_on_the_page_is_data_that_cannot_end_the_script(client):
    body = client.get("/theme/offenders").text
    found = re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', body, re.S)
    assert next(name for name, _ in found) == "figure-prosecution_possible_rate"
    for _, text in found:
        assert not set("<>&") & set(text)
        assert json.loads(text)["data"]


def test_text_from_a_delivery_is_shown_and_never_run(snapshot_tables, publish):
    snapshot_tables["delivery"][1]["reason"] = "<script>alert(1)</script>"
    snapshot_tables["metric"][0]["title"] = "</script><img src=x onerror=alert(1)>"
    client = create_app(publish(snapshot_tables), "board").test_client()
    for address in ("/", "/quality", "/theme/offenders", "/measures"):
        assert "<script>alert" not in client.get(address).text
        assert "<img" not in client.get(address).text


def test_the_quality_page_says_what_was_refused_broken_and_withheld(client):
    words = read(client, "/quality")
    assert "2 feeds, 1 of them late." in words
    assert "missing demand_type; found type" in words
    assert "1 broken promise, 1 surprise, 1 that could not be made" in words
    assert "This is a fault of ours, not of the data." in words
    assert "October 2019 Place not known (Cambridgeshire) 214" in words


def test_rejected_records_are_for_the_analyst_only(published_folder, client):
    restricted = create_app(published_folder, "restricted").test_client()
    assert "31/02/2019" in restricted.get("/quality").text
    assert "31/02/2019" not in client.get("/quality").text


def test_a_measure_can_be_read_for_another_area(client):
    assert "100.0%" not in read(client, "/measures/proven_reoffending_rate?area=E06000031")
    assert "Proven reoffending: 31.7% in the cohort of October 2016 to September 2017" in read(
        client, "/measures/proven_reoffending_rate?area=E06000031"
    )
    assert client.get("/measures/proven_reoffending_rate?area=E99999999").status_code == 404


def test_a_measure_is_found_by_its_words(client):
    words = read(client, "/measures?q=prosecutions+POSSIBLE")
    assert "1 measure with “prosecutions POSSIBLE”" in words
    assert "No measures with “zzz”" in read(client, "/measures?q=zzz")


def test_every_published_row_of_a_measure_can_be_taken_away_with_its_stamp(client):
    response = client.get("/measures/prosecution_possible_rate.csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert len(rows) == 31
    assert {row["data_note"].split(":")[0] for row in rows} == {"Synthetic demonstration data"}
    assert client.get("/measures/prosecution_possible_rate.svg").text.startswith("<svg xmlns=")


@pytest.mark.parametrize(
    "address", ["/nowhere", "/theme/nothing", "/measures/nothing", "/measures/nothing.csv"]
)
def test_an_unknown_address_is_answered_in_plain_english(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no such page" in response.text


def test_before_the_first_night_the_page_says_what_to_run(tmp_path):
    response = create_app(tmp_path, "board").test_client().get("/")
    assert response.status_code == 503
    assert "pcplan nightly" in response.text
    assert response.headers["Retry-After"] == "60"


def test_a_new_snapshot_is_shown_from_the_next_request_on(snapshot_tables, publish):
    folder = publish(snapshot_tables)
    client = create_app(folder, "board").test_client()
    assert "£516,000" in client.get("/theme/transformation").text

    for row in snapshot_tables["observation"]:
        if row["value"] == 516000:
            row["value"] = 527000
    publish(snapshot_tables, "20191219T023000Z-next")
    assert "£527,000" in client.get("/theme/transformation").text


def test_a_page_is_sent_compressed_and_only_once_to_who_has_it(client):
    first = client.get("/quality", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    again = client.get(
        "/quality",
        headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_is_asked_for_by_no_other_name_than_this_machines(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "dashboards.example.org"])
def test_serving_beyond_this_machine_is_refused_while_there_is_no_login(host):
    with pytest.raises(OpenHostError, match="no login yet"):
        refuse_open_host(host)
