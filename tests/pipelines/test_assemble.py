"""An installation is found in its folders: those that ship, or others that a variable names."""

import pytest

from pipelines import assemble
from pipelines.errors import ContractError
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "small_installation"


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setenv(assemble.OTHER_INSTALLATION, str(SMALL))


def test_the_small_installation_has_three_tables_and_their_suites(small):
    catalogue = assemble.catalogue()
    assert catalogue.order == [
        "raw.police_demand", "core.police_demand", "metrics.incidents_per_day",
    ]  # fmt: skip
    assert set(catalogue.suites) == {"core.police_demand", "metrics.incidents_per_day"}
    core = catalogue.tables["core.police_demand"]
    assert [one["severity"] for one in assemble.suite_of(core)] == ["critical", "warning"]


def test_without_the_variable_it_is_what_ships(monkeypatch):
    monkeypatch.delenv(assemble.OTHER_INSTALLATION, raising=False)
    assert assemble.installation() == assemble.Installation()
    assert len(assemble.catalogue().tables) > 200


def test_a_feed_of_another_installation_is_named_as_its_file(tmp_path, monkeypatch):
    folder = tmp_path / "assets" / "raw"
    folder.mkdir(parents=True)
    text = (SMALL / "assets" / "raw" / "police_demand.py").read_text(encoding="utf-8")
    (folder / "demand.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv(assemble.OTHER_INSTALLATION, str(tmp_path))
    with pytest.raises(ContractError, match="must declare FEED = Feed\\(feed_id='demand'"):
        assemble.feeds()
