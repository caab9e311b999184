"""`pcplan fetch` from the keyboard: what it says, and the exit status a scheduler sees."""

import pytest

from pipelines import assemble
from pipelines.cli.initialise import initialise
from pipelines.cli.main import main
from tests.conftest import ROOT
from tests.pipelines.ingest.fetch.conftest import cut_after, status
from tests.pipelines.ingest.fetch.test_archive import packed


@pytest.fixture
def site(tmp_path):
    """A new site of Kent."""
    ids = [feed.feed_id for feed in assemble.feeds()]
    plan = ROOT / "assets" / "plan"
    return initialise(tmp_path / "site", plan, ids, demonstration=False, force_code="E23000032")


@pytest.fixture
def run(site, capsys):
    """Type a command; return its exit status and all that it said."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(["fetch", *words, "--site", str(site.root), "--wait", "0"])
        said = capsys.readouterr()
        return ended.value.code, " ".join((said.err + said.out).split())

    return run


def test_our_own_forces_months_are_fetched_and_the_next_step_is_named(run, site, publisher):
    publisher.serve("/2019-12.zip", packed(["2019-11", "2019-12"]))
    publisher.manners[:] = [cut_after(200)]
    status, said = run("police_uk", "--from", "2019-11", "--to", "2019-12",
                       "--base-url", publisher.address)  # fmt: skip
    assert status == 0
    assert len(list((site.landing / "police_uk_street").rglob("*-kent-street.csv"))) == 2
    assert list((site.landing / "police_uk_street").rglob("*avon*")) == []
    assert "Trying again in 0 s (1 failed)." in said
    assert said.endswith("Next: pcplan nightly")


def test_what_is_not_there_is_said_and_the_exit_status_asks_to_look(run, publisher):
    status, said = run("police_uk", "--from", "2019-12", "--base-url", publisher.address)
    assert status == 1
    assert "2019-12: there is no archive of that month" in said
    assert said.endswith("Nothing was taken into landing.")


def test_a_publisher_in_trouble_is_a_failure_not_a_finding(run, publisher):
    publisher.serve("/2019-12.zip", b"PK")
    publisher.manners[:] = [status(500)] * 9
    code, said = run("police_uk", "--from", "2019-12", "--base-url", publisher.address,
                     "--attempts", "2")  # fmt: skip
    assert code == 3
    assert "Gave up after 2 failed tries in a row" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["police_uk"], "Give --from YYYY-MM"),
        (["police_uk", "--from", "2019-13"], "'2019-13' is not a month. Write it as 2019-12."),
        (["police_uk", "--from", "2019-12", "--force", "Kentt"], "Near it: kent"),
        (["police_uk", "--from", "2019-12", "--base-url", "ftp://host/"], "is not a web address"),
        (["police_ukk"], "there is no such feed. Near it: police_uk_"),
        (["police_demand"], "They come from Constabulary demand hub"),
        (["police_demand", "--from", "2019-12"], "belong to police_uk"),
    ],
)
def test_a_wrong_word_is_told_and_nothing_is_fetched(run, words, sentence):
    status, said = run(*words)
    assert status == 2
    assert sentence in said
