"""The demonstration site, whole: made, run, published, written up and served by the command line."""

import json
import shutil

import duckdb
import pypdfium2
import pytest

from dashboards.web.app import create_app
from pipelines import assemble
from pipelines.build.referee import Referee
from pipelines.build.suite import run_suite
from tests import forked
from tests.chaos.test_side_by_side import assert_same_bytes

THEMES = ("victims", "offenders", "communities", "transformation")


def pcplan(*words, check=(0, 1)):
    """Run a command as an officer would; return what it said."""
    status, said = forked.pcplan(*words)
    assert status in check, said[-4000:]
    return said


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A demonstration site after its first night and its four papers; tests copy it to change it."""
    site = tmp_path_factory.mktemp("demonstration") / "site"
    pcplan("init", site, "--demo", check=(0,))
    pcplan("nightly", "--site", site)
    for theme in THEMES:
        pcplan("paper", "--theme", theme, "--board-date", "2019-12-19", "--site", site)
    return site


@pytest.fixture(scope="module")
def board(site):
    current = json.loads((site / "published" / "CURRENT.json").read_text())["snapshot_id"]
    path = site / "published" / "snapshots" / current / "board.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def offenders(site):
    """The words of the Offenders paper, from its PDF, with single spaces."""
    document = pypdfium2.PdfDocument(site / "papers_out" / "2019-12-19" / "offenders.pdf")
    return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())


def test_every_table_is_good(board):
    assert board.execute("from table_state where state <> 'good'").fetchall() == []


@pytest.mark.full
def test_every_suite_that_ships_has_the_same_verdict_and_count_through_great_expectations(site):
    apart, judged = [], 0
    with duckdb.connect(str(site / "warehouse" / "working.duckdb"), read_only=True) as connection:
        referee = Referee(connection)
        for name, suite in assemble.catalogue().suites.items():
            connection.execute(f"create or replace temp view checked as from {name}")
            ours = verdicts(run_suite(connection, suite, "checked", name))
            theirs = verdicts(referee.run_suite(suite, "checked", name))
            apart += [(name, a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
            judged += len(ours)
    assert apart == []
    assert judged > 1900


def verdicts(results):
    """What of each result does not depend on which rows are shown as a sample."""
    return [(r.expectation, r.severity, r.passed, r.unexpected_count, r.error) for r in results]


def test_all_four_themes_have_figures(board):
    themes = board.execute(
        "select distinct theme from metric join observation using (metric_id) "
        "where value is not null"
    ).fetchall()
    assert {theme for (theme,) in themes} == set(THEMES)


@pytest.mark.parametrize(
    "words",
    [
        "361 calls to 999",
        "890 calls to 101",
        "399 incidents recorded",
        "175 crimes reported",
        "29 arrests made",
        "6 dwelling burglaries",
        "80 thefts",
        "12 thefts from a motor vehicle",
        "2 robberies",
        "46 violent crimes",
        "37 domestic incidents",
        "27 incidents flagged",
        "9 missing persons",
        "5 road traffic collisions",
        "24 breath tests",
        "44 anti-social behaviour incidents",
        "In October 2019 the rate for prosecutions possible was 9.7%",
        "the rate was 8.5% in October 2019, against 6.9% in April 2019",
        "31.7% in Peterborough and 25.6% in Cambridgeshire county",
        "4.44 in Peterborough and 3.97 in Cambridgeshire county",
        "Total of 6 grants 516,000",
    ],
)
def test_the_offenders_paper_says_what_the_paper_of_december_2019_said(offenders, words):
    assert words in offenders


def test_the_improvement_that_was_chance_is_not_called_one(offenders):
    sentence = offenders.split("For dwelling burglary the rate was", 1)[1][:300]
    assert "no clear change" in sentence


@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_has_its_paper_in_three_forms_marked_as_synthetic(site, theme):
    folder = site / "papers_out" / "2019-12-19"
    for form in ("pdf", "docx", "html"):
        assert (folder / f"{theme}.{form}").stat().st_size > 10_000
    assert "Synthetic demonstration data" in (folder / f"{theme}.html").read_text("utf-8")


@pytest.mark.parametrize("address", ["/", *(f"/theme/{theme}" for theme in THEMES), "/quality"])
def test_each_page_is_served_with_the_banner(site, address):
    client = create_app(site / "published", "public").test_client()
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Synthetic demonstration data" in answer.text


@pytest.mark.full
def test_the_same_deliveries_publish_the_same_bytes_on_another_site(site, tmp_path):
    second = tmp_path / "second"
    pcplan("init", second, "--demo", check=(0,))
    pcplan("nightly", "--site", second)
    assert_same_bytes(site, second)


def test_a_second_night_has_nothing_to_do(site):
    before = (site / "published" / "CURRENT.json").read_text()
    assert "Nothing new" in pcplan("nightly", "--site", site)
    assert (site / "published" / "CURRENT.json").read_text() == before


def test_the_snapshot_verifies_and_the_papers_come_out_the_same_again(site, tmp_path):
    pcplan("verify", "--site", site, check=(0,))
    manifest = site / "papers_out" / "2019-12-19" / "manifest.json"
    words = ("paper", "--from-manifest", manifest, "--out", tmp_path, "--site", site)
    pcplan(*words, check=(0,))
    for theme in THEMES:
        again = (tmp_path / f"{theme}.pdf").read_bytes()
        assert again == (manifest.parent / f"{theme}.pdf").read_bytes()


def test_a_wrong_file_is_refused_by_name_and_the_rest_publishes(site, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    before = (copy / "published" / "CURRENT.json").read_text()
    good = next((copy / "landing" / "police_demand").rglob("*2019-11.csv"))
    wrong = good.with_name("police_demand_2019-12.csv")
    wrong.write_bytes(good.read_bytes().replace(b"demand_type", b"type", 1))
    told = pcplan("nightly", "--site", copy, check=(1,))
    assert "police_demand_2019-12.csv: line 1: missing 'demand_type'" in told
    assert (copy / "published" / "CURRENT.json").read_text() != before
