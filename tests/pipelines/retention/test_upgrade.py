"""Upgrades: a kept site of every released form is brought up to date, or refused plainly.

`sites/version_1.tar.xz` is a site as pcplan 0.1.0 left it before sites had a version: made with
`pcplan init`, two months of synthetic daily police demand (one record rejected), a night as at
10 March 2019, a revised January, and a night as at 11 March. Nothing in it is about a real place.
`sites/same_form/november_2026.tar.xz` is the same story told by the last build before the rooms
(commit a2b0f8d), whose form is today's: Dagster's settings in it name modules that have moved.
"""

import datetime as dt
import hashlib
import tarfile
import tomllib
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli.main import main
from pipelines.errors import ConfigurationError
from pipelines.nightly.run import Manner, run_night
from pipelines.retention import kept as retention_kept
from pipelines.retention import migrations, upgrade
from pipelines.site import version as site_version
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from snapshot.published import Published
from tools.check_snapshot import examine

SAMPLES = Path(__file__).parent / "sites"
FIRST, SECOND = "20261122T094815Z-3011a3", "20261122T094914Z-d62a0c"
# Of what was delivered: measures of the pipeline itself tell of its own nights.
FIGURES = """select metric_id, area_code, period_type, period_start_date, breakdown_value, value
    from observation where value is not null and metric_id in (
        select metric_id from metric_source where feed_id = 'police_demand')
    order by all"""


def unpacked(folder, name="version_1"):
    with tarfile.open(SAMPLES / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return Site.find(folder)


@pytest.fixture
def site(tmp_path):
    """A site as version 1 left it."""
    return unpacked(tmp_path / "site")


def contents(root):
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def figures(site, snapshot_id):
    path = site.published / "snapshots" / snapshot_id / "restricted.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(FIGURES).fetchall()


def test_a_sample_is_kept_of_every_form_before_this_one():
    kept = {path.name for path in SAMPLES.glob("*.tar.xz")}
    assert kept == {f"version_{n}.tar.xz" for n in range(1, site_version.SCHEMA_VERSION)}
    assert [step.to for step in migrations.STEPS] == list(range(2, site_version.SCHEMA_VERSION + 1))


def test_version_1_is_brought_up_to_date_and_keeps_what_its_officers_wrote(site):
    before = tomllib.loads((site.root / "site.toml").read_text("utf-8"))
    boards = "meetings: [2019-03-10, 2019-12-19]\n"
    (site.root / "plan" / "boards.yaml").write_text(boards, encoding="utf-8")
    assert site_version.version_of(site.root) == 1
    assert "pcplan upgrade" in upgrade.advice(site)
    assert [step.to for step in upgrade.migrate(site, attended=True)] == [2]

    after = tomllib.loads((site.root / "site.toml").read_text("utf-8"))
    assert after == before | {
        "keep": {"daily": 30, "weekly": 12, "staged_nights": 7, "run_days": 90, "deliveries": True}
    }
    assert site_version.version_of(site.root) == 2
    assert upgrade.advice(site) == ""
    assert retention_kept.remembered(site) == {FIRST: "board date 10 March 2019"}
    with Warehouse(site) as warehouse:
        assert warehouse.setting("schema_version") == "2"
        assert warehouse.rows("select * from quality.unshown_copy") == []
        states = "select state, rows_loaded from quality.delivery order by file_name"
        assert warehouse.rows(states) == [
            ("superseded", 62), ("loaded", 62), ("partly_rejected", 55),
        ]  # fmt: skip


def test_what_version_1_published_is_read_and_proved_as_before(site):
    upgrade.migrate(site, attended=True)
    for snapshot_id in (FIRST, SECOND):
        folder = site.published / "snapshots" / snapshot_id
        assert snapshots.verify(snapshots.find(site.published, snapshot_id)) == []
        assert examine(folder) == []
        published = Published(site.published, "board", snapshot_id)
        assert published.metrics["incidents_per_day"]["title"]
        published.close()


def test_a_night_migrates_by_itself_and_gives_the_figures_that_version_1_gave(site):
    given = figures(site, SECOND)
    assert given
    outcome = run_night(site, dt.date(2019, 3, 12))
    assert site_version.version_of(site.root) == 2
    assert outcome.notes == ()
    now = figures(site, outcome.snapshot_id)
    assert [row for row in given if row not in now] == []
    assert examine(site.published / "snapshots" / outcome.snapshot_id, site.landing) == []
    # January's incidents as first published, before 201 of the 1st was corrected to 999.
    path = site.published / "snapshots" / outcome.snapshot_id / "restricted.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        ((numerator, first, value),) = connection.execute(
            "select numerator, first_published_value, value from observation "
            "where metric_id = 'incidents_per_day' and period_type = 'month' "
            "and period_start_date = date '2019-01-01' and breakdown_value is null"
        ).fetchall()
    days = sum(200 + day for day in range(1, 32))
    assert numerator == days + 999 - 201
    assert first == pytest.approx(days / 31) and value == pytest.approx(numerator / 31)


def test_a_site_of_the_build_before_the_rooms_opens_is_proved_and_goes_on(tmp_path):
    site = unpacked(tmp_path / "site", "same_form/november_2026")
    assert upgrade.migrate(site, attended=True) == [] and upgrade.advice(site) == ""
    earlier = snapshots.find(site.published)
    assert snapshots.verify(earlier) == [] and examine(earlier.folder) == []
    ran = CliRunner().invoke(main, ["audit", "verify", "--site", str(site.root)])
    assert ran.exit_code == 0, ran.output
    given = figures(site, earlier.snapshot_id)
    outcome = run_night(site, dt.date(2019, 3, 12), Manner(full=True))
    assert given and figures(site, outcome.snapshot_id) == given
    assert outcome.snapshot_id != earlier.snapshot_id
    home = (site.state / "dagster" / "dagster.yaml").read_text(encoding="utf-8")
    assert "pipelines.dagster_stores" not in home and "pipelines.event_log" not in home


def test_an_upgrade_that_is_cut_off_is_done_again_and_ends_the_same(site, tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.retention.upgrade.stamp", killed)
        with pytest.raises(KeyboardInterrupt):
            upgrade.migrate(site, attended=True)
    assert site_version.version_of(site.root) == 1
    upgrade.migrate(site, attended=True)
    whole = unpacked(tmp_path / "other")
    upgrade.migrate(whole, attended=True)
    for name in ("site.toml", "state/site_version.json"):
        assert (site.root / name).read_bytes() == (whole.root / name).read_bytes()
    assert upgrade.migrate(site, attended=True) == []


def test_a_site_of_a_newer_pcplan_is_refused_by_every_command_and_left_as_it_is(site):
    site_version.stamp(site.root, site_version.SCHEMA_VERSION + 1)
    before = contents(site.root)
    for command in (["nightly"], ["serve"], ["status"], ["upgrade"], ["backup", str(site.root)]):
        ran = CliRunner().invoke(main, [*command, "--site", str(site.root)])
        assert ran.exit_code == 2, command
        assert "made by a newer pcplan" in " ".join(ran.output.split())
    assert contents(site.root) == before


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema_version": "2"}', '{"schema_version": 0}']
)
def test_a_version_that_cannot_be_read_stops_everything_and_says_which_file(site, text):
    site_version.stamp(site.root, 2)
    (site.root / site_version.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"site_version\.json.*your last backup"):
        Site.find(site.root)


def test_a_step_that_wants_watching_is_left_to_the_command(site, monkeypatch):
    taken = []
    step = migrations.Step(2, "moves everything", unattended=False, run=taken.append)
    monkeypatch.setattr("pipelines.retention.upgrade.STEPS", (step,))
    with pytest.raises(
        ConfigurationError, match=r"moves everything.*pcplan backup.*pcplan upgrade"
    ):
        upgrade.migrate(site, attended=False)
    assert taken == [] and site_version.version_of(site.root) == 1
    upgrade.migrate(site, attended=True)
    assert taken == [site] and site_version.version_of(site.root) == 2


def test_the_command_shows_the_steps_first_and_changes_nothing_on_a_dry_run(site):
    before = contents(site.root)
    ran = CliRunner().invoke(main, ["upgrade", "--dry-run", "--site", str(site.root)])
    assert ran.exit_code == 0 and "To form 2: writes the usual [keep]" in " ".join(
        ran.output.split()
    )
    assert contents(site.root) == before
    ran = CliRunner().invoke(main, ["upgrade", "--site", str(site.root)])
    assert ran.exit_code == 0 and "The site is now of form 2." in ran.output
    ran = CliRunner().invoke(main, ["upgrade", "--site", str(site.root)])
    assert "The site is up to date." in ran.output
