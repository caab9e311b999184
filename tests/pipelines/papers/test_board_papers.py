"""Papers from the command line: written, checked, signed, corrected, and made again byte for byte."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipelines import effects
from pipelines.cli.papers import paper, sign_off
from tests.conftest import ROOT
from tests.dashboards.conftest import SNAPSHOT_ID, tables, write

DATE = "2019-12-19"
FORMS = ("pdf", "docx", "html")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A published snapshot of the hand-made figures, with its manifest; copied by each test."""
    folder = write(tmp_path_factory.mktemp("papers") / "published", tables())
    manifest = folder / "snapshots" / SNAPSHOT_ID / "manifest.json"
    files = {
        path.name: {"sha256": effects.sha256_of(path)} for path in manifest.parent.glob("*.duckdb")
    }
    said = {"business_date": "2019-12-18", "files": files}
    manifest.write_text(json.dumps(said), encoding="utf-8")
    return folder


@pytest.fixture
def site(published, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(published, root / "published")
    shutil.copytree(ROOT / "assets" / "plan", root / "plan")
    (root / "site.toml").write_text('office_name = "Office"\n', encoding="utf-8")
    return root


@pytest.fixture
def run(site):
    """Run a command on the site; return its exit status and what it printed."""

    def run(command, *arguments):
        asked = [*arguments, "--site", str(site)]
        result = CliRunner().invoke(command, asked, standalone_mode=False)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.return_value, result.output

    return run


def comment(site, text, priority="O2.1"):
    path = site / "papers" / "commentary" / DATE / f"{priority}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def about(theme="victims"):
    return "--theme", theme, "--board-date", DATE


def test_several_papers_are_written_at_once(run, site):
    status, _ = run(paper, "--theme", "victims", "--statutory", "--board-date", DATE)

    made = {path.name for path in (site / "papers_out" / DATE).iterdir() if path.suffix}
    assert status == 0
    assert made == {
        "manifest.json", *(f"{name}.{form}" for name in ("victims", "statutory") for form in FORMS),
    }  # fmt: skip


def test_a_check_lists_what_to_mend_and_says_one(run, site):
    comment(site, "There were 88 arrests in May 2019.\n", "V1.1")

    status, said = run(paper, *about(), "--check")

    assert status == 1
    assert f"commentary/{DATE}/V1.1.md, line 1: “88” is typed by hand" in said
    assert not (site / "papers_out").exists()


def test_a_check_of_a_paper_with_nothing_to_mend_says_so(run):
    assert run(paper, *about(), "--check") == (
        0, "Nothing to mend: every figure, claim and reference stands.\n",
    )  # fmt: skip


def test_a_paper_goes_from_draft_to_approved_and_falls_back_when_a_word_changes(run, site):
    comment(site, "We listen to victims.\n", "V1.1")
    for verb, name in (("check", "A"), ("assure", "B"), ("approve", "C")):
        status, said = run(sign_off, verb, *about(), "--as", name)
        assert status == 0, said
    run(paper, *about())
    page = (site / "papers_out" / DATE / "victims.html").read_text(encoding="utf-8")
    assert "DRAFT" not in page
    assert "Approved by C" in page or "approved by C" in page

    comment(site, "We hear victims.\n", "V1.1")

    status, said = run(sign_off, "show", *about())
    assert status == 1
    assert "draft (the approval lapsed: figures or words have changed since)" in said
    assert said.count("lapsed  ") == 3


def test_a_paper_that_the_checker_refuses_is_not_signed(run, site):
    comment(site, "There were 88 arrests in May 2019.\n", "V1.1")

    assert run(sign_off, "check", *about(), "--as", "A")[0] == 1
    assert "victims, 2019-12-19: draft" in run(sign_off, "show", *about())[1]


def test_a_correction_notice_is_printed_on_the_paper_in_each_form(run, site):
    run(paper, "correct", *about(), "--as", "A", "--text", "The date was wrong.")

    run(paper, *about())

    page = (site / "papers_out" / DATE / "victims.html").read_text(encoding="utf-8")
    assert "Correction notice" in page
    assert "The date was wrong. Corrected by A, " in page


def test_the_same_bytes_come_out_a_year_later_elsewhere_though_the_commentary_was_edited(
    run, site, tmp_path
):
    comment(site, "We listen to victims.\n", "V1.1")
    run(sign_off, "check", *about(), "--as", "A")
    run(paper, "--theme", "victims", "--statutory", "--board-date", DATE)
    made = site / "papers_out" / DATE
    comment(site, "We do something else now.\n", "V1.1")
    (site / "plan" / "boards.yaml").write_text("board_name: Another\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(made, elsewhere / "kept")

    other = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "3",
    }
    subprocess.run(
        [
            *(sys.executable, "-m", "pipelines.cli", "paper"),
            *("--from-manifest", str(elsewhere / "kept" / "manifest.json")),
            *("--out", str(elsewhere / "again"), "--site", str(site)),
        ],
        env={**os.environ, **other},
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    for name in (*(f"victims.{form}" for form in FORMS), *(f"statutory.{form}" for form in FORMS)):
        assert (elsewhere / "again" / name).read_bytes() == (made / name).read_bytes(), name
    assert (elsewhere / "again" / "manifest.json").read_bytes() == (
        made / "manifest.json"
    ).read_bytes()


def test_a_manifest_whose_texts_are_gone_is_refused_with_what_to_restore(run, site):
    run(paper, *about())
    shutil.rmtree(site / "papers_out" / DATE / "inputs")

    with pytest.raises(Exception, match="Restore the folder inputs beside the manifest"):
        run(paper, "--from-manifest", str(site / "papers_out" / DATE / "manifest.json"))


def test_charts_drawn_once_are_kept_by_what_they_show(run, site):
    run(paper, "--theme", "offenders", "--board-date", DATE)
    kept = {path: path.stat().st_mtime_ns for path in (site / "state" / "drawings").iterdir()}

    run(paper, "--theme", "offenders", "--board-date", DATE)

    assert kept
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_the_pre_release_list_is_shown_and_printed_until_approval(run, site):
    run(sign_off, "access", *about(), "--as", "A", "--person", "Chair of the Panel")

    run(paper, *about())

    assert "may see it before the Board: Chair of the Panel" in run(sign_off, "show", *about())[1]
    page = (site / "papers_out" / DATE / "victims.html").read_text(encoding="utf-8")
    assert "Before the Board: Chair of the Panel" in page
