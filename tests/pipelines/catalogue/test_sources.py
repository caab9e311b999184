"""What is said once of a publisher, an owner or a geography is what every feed and measure says."""

import tomllib

import pytest

from assets.sources import SOURCES
from pipelines import assemble
from pipelines.catalogue.metrics import read_metric
from pipelines.catalogue.sources import read_sources
from pipelines.errors import ConfigurationError, MetricError
from tests.conftest import ROOT

TABLES = {
    "owner": 'analyst = "Performance analyst"\nregistrar = "Crime registrar"\n',
    "geography": 'force = "Police force area"\n',
    "rights": 'open = "Open licence"\n',
    "publishers": '[justice]\nname = "Ministry"\nowner = "analyst"\nrights = "open"\n[stats]\nname = "ONS"\n',
    "publications": (
        '[courts]\npublisher = "justice"\ntitle = "Court tables"\naddress = "https://courts"\n'
        '[courts.metric]\ngeography = "force"\nfrequency = "quarter"\nlag_months = 3\n'
        '[people]\npublisher = "stats"\ncited = "ONS, mid-year"\n'
    ),
}
OWN = """title = "Trials"
definition = "Trials held."
objective_id = "O1"
unit = "count"
better_when = "neither"
basis = "flow"
population = "Trials"
numerator_name = "Trials"
numerator_unit = "trial"
aggregation = "sum"
caveats = []
"""


@pytest.fixture
def folder(tmp_path):
    """A folder of tables, in files that a test may change."""
    home = tmp_path / "sources"
    home.mkdir()
    for name, text in TABLES.items():
        (home / f"{name}.toml").write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def measure(folder):
    """Read a measure with some lines in its header."""

    def measure(more):
        path = folder.parent / "metrics" / "offenders" / "trial_count.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"/* metric\n{OWN}{more}\n*/\nselect 1\n", encoding="utf-8")
        return read_metric(path, read_sources(folder))

    return measure


def test_a_measure_says_what_its_source_says(measure):
    metric = measure('source = "courts"')
    assert metric.publisher == "Ministry: Court tables"
    assert metric.owner == "Performance analyst"
    assert metric.geography == "Police force area"
    assert (metric.frequency, metric.lag_months, metric.theme) == ("quarter", 3, "offenders")


def test_what_a_measure_says_itself_is_right_for_it(measure):
    metric = measure('source = "courts"\nowner = "registrar"\nlag_months = 4\ntheme = "victims"')
    assert (metric.owner, metric.lag_months, metric.theme) == ("Crime registrar", 4, "victims")


def test_a_measure_of_several_sources_names_them_all(measure):
    assert measure('source = ["courts", "people"]').publisher == (
        "Ministry: Court tables; ONS, mid-year"
    )


def test_a_header_that_writes_its_words_out_is_taken_as_it_stands(measure):
    metric = measure(
        'publisher = "The office"\nowner = "Registry"\ngeography = "Ward"\nfrequency = "month"\n'
        "lag_months = 0"
    )
    assert (metric.publisher, metric.owner, metric.geography) == ("The office", "Registry", "Ward")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('source = "court"', "source 'court' stands nowhere in assets/sources. Use one of courts."),
        ("source = 3", "source must be a name or a list of names; found 3."),
        (
            'source = "courts"\nowner = "analist"',
            "owner 'analist' stands nowhere in assets/sources",
        ),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_the_nearest(measure, more, words):
    with pytest.raises(MetricError) as mistake:
        measure(more)
    assert words in str(mistake.value)
    assert "metrics/offenders/trial_count.sql: " in str(mistake.value)


def test_a_measure_is_another_version_when_its_source_says_something_else(measure, folder):
    before = measure('source = "courts"').version
    assert measure('source = "courts"').version == before
    changed = TABLES["publications"].replace("lag_months = 3", "lag_months = 5")
    (folder / "publications.toml").write_text(changed, encoding="utf-8")
    assert measure('source = "courts"').version != before


def test_a_feed_says_what_its_source_says_and_what_it_says_itself(folder):
    sources = read_sources(folder)
    assert sources.feed("courts", owner="registrar", retention_years=3) == {
        "supplier": "Ministry",
        "owner": "Crime registrar",
        "rights": "Open licence",
        "fetch_from": "https://courts",
        "retention_years": 3,
    }


def test_a_publication_of_no_known_publisher_is_refused(folder):
    (folder / "publications.toml").write_text('[x]\npublisher = "justise"\n', encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"x: publisher 'justise' stands nowhere in .*justice"
    ):
        read_sources(folder)


def test_tables_that_are_no_toml_are_refused_by_file(folder):
    (folder / "owner.toml").write_text("analyst = Analyst\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"assets/sources/owner.toml: is not valid TOML"):
        read_sources(folder)


@pytest.fixture(scope="module")
def headers():
    """The headers that ship, as they are written."""
    files = sorted((ROOT / "assets" / "metrics").rglob("*.sql"))
    written = {path.stem: path.read_text("utf-8").partition("*/")[0] for path in files}
    return {name: tomllib.loads(text.removeprefix("/* metric")) for name, text in written.items()}


def test_what_ships_is_said_once(headers):
    """No words stand in two places: what two say is in a table, and they name it."""
    for table in SOURCES.texts.values():
        assert len(set(table.values())) == len(table)
    names = [said["name"] for said in SOURCES.publishers.values()]
    assert len(set(names)) == len(names)
    for field in ("owner", "geography", "publisher"):
        written = [h[field] for h in headers.values() if field in h]
        words = [text for text in written if text not in SOURCES.texts.get(field, {})]
        assert len(set(words)) == len(words), field


def test_no_owner_publication_or_publisher_is_left_over(headers):
    feeds = "\n".join(path.read_text("utf-8") for path in (ROOT / "assets" / "raw").glob("*.py"))
    named = [header.get("source", ()) for header in headers.values()]
    used = {key for one in named for key in ([one] if isinstance(one, str) else one)}
    assert {key for key in SOURCES.publications if f'source("{key}"' not in feeds} <= used
    publishers = {said["publisher"] for said in SOURCES.publications.values()}
    assert publishers == set(SOURCES.publishers)
    catalogue = assemble.catalogue()
    owners = {one.owner for one in (*catalogue.feeds.values(), *catalogue.metrics)}
    assert owners == set(SOURCES.texts["owner"].values())
