"""What a night makes for people: in the snapshot's folder, proved by its manifest, there at once."""

import csv
import dataclasses
import datetime as dt
import json
import shutil

import duckdb
import pytest

from pipelines import assemble, effects
from pipelines.build.builder import Builder
from pipelines.errors import ConfigurationError
from pipelines.monitoring.status import read_status
from pipelines.papers.night_artefacts import NightArtefacts, due_dates
from pipelines.publish import register
from pipelines.publish.publish import Publisher
from pipelines.publish.snapshot_tables import SnapshotTables
from pipelines.site.plan import read_plan
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from snapshot.open_data import write_exports
from tests.conftest import ROOT
from tests.pipelines.conftest import BUSINESS_DATE, CORE, CRIME_COUNT

PLAN = ROOT / "assets" / "plan"


@pytest.fixture
def office(office):
    """One measure, two months, nothing published yet; the board meets on 19 December 2019."""
    office.core("crime", CORE)
    office.metric("crime_count", CRIME_COUNT)
    office.deliver("crime/a.csv", "Month,Force,Crimes\n2019-01-01,E23000023,10\n")
    office.night()
    return office


def artefacts_of(office, business_date=BUSINESS_DATE):
    """Return the maker of artefacts for a site with the plan that ships."""
    return NightArtefacts(office.site, read_plan(PLAN), business_date)


def publish(office, artefacts):
    """Publish with artefacts, as the nightly does."""
    target = office.root / "plan"
    if not target.is_dir():
        target.symlink_to(PLAN, target_is_directory=True)
    with Warehouse(office.site) as warehouse:
        catalogue = office.catalogue()
        builder = Builder(warehouse, catalogue, BUSINESS_DATE)
        tables = SnapshotTables(
            warehouse, catalogue, read_plan(PLAN), BUSINESS_DATE,
            assemble.published_schema(), assemble.published_queries(), builder.build_own,
        )  # fmt: skip
        Publisher(tables, artefacts).publish()
    return snapshots.find(office.site.published)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (dt.date(2019, 12, 11), []),
        (dt.date(2019, 12, 12), [dt.date(2019, 12, 19)]),
        (dt.date(2019, 12, 19), [dt.date(2019, 12, 19)]),
        (dt.date(2019, 12, 20), []),
    ],
)
def test_papers_are_due_from_a_week_before_a_meeting_to_its_day(today, due):
    assert due_dates(read_plan(PLAN), today) == due


def test_an_office_may_set_how_long_before_a_meeting_its_papers_are_made():
    plan = read_plan(PLAN)
    board = plan.board | {"papers_days_before": 14}
    early = dt.date(2019, 12, 5)
    assert due_dates(dataclasses.replace(plan, board=board), early) == [dt.date(2019, 12, 19)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("meetings: ['19 December']\n", r"plan/boards.yaml, line 1: meetings must be a date"),
        ("papers_days_before: week\n", r"boards.yaml, line 1: papers_days_before must be a whole"),
    ],
)
def test_a_meeting_that_is_no_date_is_told_with_the_file_it_stands_in(tmp_path, text, words):
    shutil.copytree(PLAN, tmp_path / "plan")
    (tmp_path / "plan" / "boards.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        read_plan(tmp_path / "plan")


def test_all_artefacts_lie_in_the_snapshots_folder_under_its_id_and_are_proved_by_its_manifest(
    office,
):
    snapshot = publish(office, artefacts_of(office))
    names = set(snapshot.manifest["artefacts"])
    papers = {
        f"papers/2019-12-19/{theme}.{form}"
        for theme in ("victims", "offenders", "communities", "transformation")
        for form in ("pdf", "docx", "html")
    }
    exports = {f"exports/{name}" for name in ("figures.csv", "figures.parquet", "measures.csv")}
    assert names > papers | exports | {"quality.html", "papers/2019-12-19/manifest.json"}
    assert snapshot.manifest["left_out"] == {}
    said = json.loads((snapshot.folder / "papers/2019-12-19/manifest.json").read_text())
    ids = {paper["snapshot_id"] for paper in said["papers"].values()}
    assert ids == {snapshot.snapshot_id}
    for name in ("quality.html", "papers/2019-12-19/communities.html", "exports/figures.csv"):
        text = (snapshot.folder / name).read_text(encoding="utf-8")
        assert snapshot.snapshot_id in text, name
        assert effects.PARTIAL not in text, name
    assert snapshots.verify(snapshot) == []

    path = snapshot.folder / "papers/2019-12-19/communities.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    (snapshot.folder / "quality.html").unlink()
    assert snapshots.verify(snapshot) == [
        "papers/2019-12-19/communities.pdf: its bytes are not those that were published.",
        "quality.html: is missing.",
    ]


def test_between_meetings_a_night_makes_the_quality_page_and_no_paper(office):
    artefacts = artefacts_of(office, dt.date(2019, 11, 1))
    assert artefacts.due() == ""
    names = publish(office, artefacts).manifest["artefacts"]
    assert "quality.html" in names
    assert [name for name in names if name.startswith("papers/")] == []


def test_a_paper_that_cannot_be_written_for_what_people_wrote_is_left_out_and_told(office):
    plan = read_plan(PLAN)
    of_theme = [
        p.priority_id for _, p in plan.priorities if plan.theme_of(p.priority_id) == "victims"
    ]
    path = office.root / "papers" / "commentary" / "2019-12-19" / f"{of_theme[0]}.md"
    path.parent.mkdir(parents=True)
    path.write_bytes("crème".encode("latin-1"))
    snapshot = publish(office, artefacts_of(office))
    ((name, why),) = snapshot.manifest["left_out"].items()
    assert name == "papers/2019-12-19/victims"
    assert "is not UTF-8. Save it as UTF-8." in why
    names = snapshot.manifest["artefacts"]
    assert "papers/2019-12-19/victims.pdf" not in names
    assert "papers/2019-12-19/offenders.pdf" in names
    told = [line for line in read_status(office.site).problems if line.startswith("papers/")]
    assert told == [f"papers/2019-12-19/victims was not made: {why}"]
    assert snapshots.verify(snapshot) == []


def test_papers_are_published_again_when_they_become_due_or_their_words_change(office):
    none, due = artefacts_of(office, dt.date(2019, 12, 1)), artefacts_of(office)
    publish(office, none)
    with Warehouse(office.site) as warehouse:
        told = warehouse.setting(register.PUBLISHED_TABLES).split("/", 1)[1]
        assert register.is_published(warehouse, told, none.due())
        assert not register.is_published(warehouse, told, due.due())
    publish(office, due)
    with Warehouse(office.site) as warehouse:
        assert register.is_published(warehouse, told, due.due())
        assert register.is_published(warehouse, told, ""), "after the meeting nothing is due"
        words = office.root / "papers" / "commentary" / "2019-12-19" / "C1.1.md"
        words.parent.mkdir(parents=True)
        words.write_text("A word more.", encoding="utf-8")
        assert not register.is_published(warehouse, told, due.due())


def test_a_step_that_fails_leaves_the_old_night_whole_and_nothing_of_the_new_one(
    office, monkeypatch
):
    first = publish(office, artefacts_of(office))

    def fails(kind, path):
        if path.name == "communities.docx" or path.name.startswith(".communities.docx"):
            raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(effects, "before", fails)
        with pytest.raises(OSError, match="No space left"):
            publish(office, artefacts_of(office))
    folder = office.site.published / "snapshots"
    assert [path.name for path in folder.iterdir()] == [first.snapshot_id]
    assert snapshots.find(office.site.published).snapshot_id == first.snapshot_id
    assert snapshots.verify(first) == []


def test_the_exports_hold_every_public_figure_stamped_and_safe_to_open(office):
    snapshot = publish(office, artefacts_of(office, dt.date(2019, 11, 1)))
    with (snapshot.folder / "exports" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ((count,),) = office.published("select count(*) from observation", "public")
    assert len(rows) == count > 0
    assert {row["snapshot_id"] for row in rows} == {snapshot.snapshot_id}
    assert {row["as_at_date"] for row in rows} == {"2019-12-18"}
    assert [row["value"] for row in rows if row["period_type"] == "month"][:1] == ["10.0"]
    path = snapshot.folder / "exports" / "figures.parquet"
    with duckdb.connect() as connection:
        assert connection.execute(f"select count(*) from '{path}'").fetchone() == (count,)


def test_a_text_that_a_spreadsheet_would_run_is_exported_as_text(tmp_path):
    home = tmp_path / "snapshots" / "id.partial"
    home.mkdir(parents=True)
    with duckdb.connect(str(home / "public.duckdb")) as connection:
        connection.execute("create table observation as select '=1+1' as reason, -2.5 as value")
        connection.execute("create table metric as select '@x' as title, null::varchar as notes")
        connection.execute(
            "create table snapshot as select 'id' as snapshot_id, date '2019-12-18' as business_date, "
            "true as is_synthetic"
        )
    write_exports(home)
    with (home / "exports" / "figures.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["reason"], row["value"]) == ("'=1+1", "-2.5")
    assert row["data_note"].startswith("Synthetic demonstration data")
    text = (home / "exports" / "measures.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("'@x,")
