"""The runbook has a section for every finding, alarm, exit status and banner, and for no other."""

import re
from pathlib import Path

import pytest

from pipelines import errors
from pipelines.cli.initialise import initialise
from pipelines.monitoring.doctor import examine
from pipelines.monitoring.notifications import facts
from pipelines.nightly import missed_nights, schedule
from pipelines.nightly.processes import ownership_tags
from pipelines.site.site import Site
from tests.test_documentation import COMMANDS, name_in

ROOT = Path(__file__).parents[1]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
DOCS = {name: (ROOT / "docs" / name).read_text(encoding="utf-8")
        for name in ("runbook.md", "service.md")}  # fmt: skip


def sections(chapter):
    """The sections of one chapter: what each is headed, and its text."""
    text = RUNBOOK[RUNBOOK.index(f"\n## {chapter}\n") :].split("\n## ")[1]
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


CHAPTERS = re.findall(r"^## (.+)$", RUNBOOK, re.MULTILINE)
SECTIONS = [
    (chapter, name, text) for chapter in CHAPTERS for name, text in sections(chapter).items()
]


@pytest.mark.parametrize(("chapter", "name", "text"), SECTIONS, ids=[one[1] for one in SECTIONS])
def test_a_section_says_what_it_means_and_what_to_do(chapter, name, text):
    assert text.strip().startswith("**Means** ")
    assert "**Do**" in text


def test_every_finding_of_the_doctor_has_a_section_and_every_section_a_finding(tmp_path):
    site = initialise(
        tmp_path / "site", ROOT / "assets" / "plan", [], demonstration=False, force_code="E23000023"
    )
    assert {finding.name for finding in examine(site.root)} == set(
        sections("What `pcplan doctor` finds")
    )


def test_every_kind_of_fact_that_a_message_tells_has_a_section():
    ended = facts.Ended(
        missed_nights.now().date(), 3, failure="OSError", nights_missed=1, is_log_broken=True
    )
    told = {fact.kind for fact in facts.facts_of(ended, None)}
    assert told == {"failed", "missed", "audit"}
    assert told | set(facts.OF_STATUS) == set(sections("What a night's message tells"))


def test_every_reason_why_a_night_fails_has_a_section():
    names = {name or "something unexpected" for name in facts._FAILURES}
    assert names == set(sections("The night failed"))


def test_every_exit_status_has_a_section():
    kinds = [errors.PcplanError, *errors.PcplanError.__subclasses__()]
    statuses = {0, 1} | {kind.exit_status for kind in kinds}
    assert {str(status) for status in statuses} == set(sections("Exit status of a command"))


def test_every_banner_of_the_dashboards_has_a_section():
    layout = (ROOT / "dashboards" / "pages" / "templates" / "layout.html").read_text("utf-8")
    banners = set(re.findall(r'class="banner"><strong>(.+?)</strong>', layout))
    assert len(banners) >= 2
    assert banners <= set(sections("Banners on the dashboards"))


def test_what_a_skipped_turn_says_is_in_the_runbook(tmp_path):
    (tmp_path / "site.toml").write_text('time_zone = "UTC"\n')
    (tmp_path / "landing").mkdir()
    site = Site(tmp_path)
    at = missed_nights.now().replace(hour=2, minute=30)
    said = {schedule.BUSY, schedule.overdue(site, at).why, schedule.delivered(site, None).why}
    for number in range(3):
        missed_nights.write(
            site, missed_nights.Due(at.date()), missed_nights.BEGAN, at, owner=ownership_tags()
        )
        assert len(missed_nights.read(site)) == number + 1
    later = at.replace(hour=20)
    said.add(schedule.overdue(site, later).why.split(";")[0])
    lines = RUNBOOK[RUNBOOK.index("## Lines in the log") :]
    shown = {sentence.replace(str(at.date()), "D") for sentence in said}
    assert len(shown) == 4
    assert {sentence for sentence in shown if f"| {sentence} |" not in lines} == set()


@pytest.mark.parametrize("name", DOCS)
def test_every_command_that_the_guides_speak_of_is_one_that_pcplan_has(name):
    spoken = re.findall(r"`(pcplan [^`]+)`", DOCS[name])
    assert spoken
    for line in spoken:
        command = COMMANDS[name_in(line)]
        known = {option for param in command.params for option in param.opts}
        assert {word for word in re.findall(r"--[a-z-]+", line)} <= known, line


def test_readme_leads_to_the_guides():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in DOCS if f"(docs/{name})" not in readme} == set()
