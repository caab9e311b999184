"""The doctor: it looks at each thing by itself, and says in words what mends it."""

import json
import socket
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from pipelines import effects
from pipelines.cli.initialise import initialise
from pipelines.errors import ConfigurationError, PcplanError
from pipelines.monitoring import doctor_machine, doctor_safety, doctor_schedule, doctor_site
from pipelines.monitoring.doctor import _safely, examine
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots

PLAN = Path(__file__).parents[3] / "assets" / "plan"


@pytest.fixture
def site(tmp_path):
    """A new, empty site."""
    return initialise(
        tmp_path / "site", PLAN, ["police_demand"], demonstration=False, force_code="E23000023"
    )


def snapshot_in(site, snapshot_id="20191218T023000Z-abc123"):
    """Publish a snapshot of one table, with a true manifest, and point at it."""
    folder = site.published / "snapshots" / snapshot_id
    folder.mkdir(parents=True)
    path = folder / "board.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table area as select 'E23000023' as area_code")
    with duckdb.connect(path, read_only=True) as connection:
        rows, fingerprint = snapshots.fingerprint_of(connection, "area")
    said = {"rows": rows, "fingerprint": fingerprint}
    files = {path.name: {"sha256": effects.sha256_of(path), "tables": {"area": said}}}
    manifest = {
        "business_date": "2019-12-18",
        "duckdb_version": duckdb.__version__,
        "snapshot_id": snapshot_id,
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(snapshots.sealed(manifest)))
    snapshots.point_at(site.published, snapshot_id)
    return path


def test_a_new_site_is_well_but_for_having_published_nothing(site):
    findings = {finding.name: finding for finding in examine(site.root)}
    ill = {name for name, finding in findings.items() if not finding.is_well}
    # Ports and the way this environment was installed are the machine's, not the site's.
    of_the_machine = {"packages", "pinned versions", "dashboards' port", "Dagster's port"}
    assert ill - of_the_machine == {"current snapshot"}
    assert findings["current snapshot"].remedy == "Run `pcplan nightly`."
    assert "measures can be read" in findings["catalogue"].found


def test_a_folder_that_is_no_site_is_named_with_what_to_do(tmp_path):
    finding = {found.name: found for found in examine(tmp_path)}["site"]
    assert not finding.is_well
    assert "is not a site" in finding.found and "pcplan init" in finding.found


def test_settings_that_cannot_be_read_are_told_with_their_line(site):
    (site.root / "site.toml").write_text('force_code = "E23000023\n')
    finding = {found.name: found for found in examine(site.root)}["site"]
    assert not finding.is_well
    assert "line 1" in finding.found


def test_a_setting_that_makes_no_sense_is_named(site):
    (site.root / "site.toml").write_text('nightly_time = "half past two"\n')
    finding = {found.name: found for found in examine(site.root)}["site"]
    assert not finding.is_well
    assert "half past two" in finding.found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'nightly_tme = "03:00"',
            "line 1: nightly_tme is not known here: did you mean nightly_time?",
        ),
        ("[keep]\nweakly = 3", "line 2: keep.weakly is not known here: did you mean weekly?"),
    ],
)
def test_a_mistyped_setting_is_told_with_its_line_and_the_one_that_may_be_meant(site, text, words):
    (site.root / "site.toml").write_text(f"{text}\n", encoding="utf-8")
    finding = {found.name: found for found in examine(site.root)}["site"]
    assert not finding.is_well
    assert words in finding.found


def test_a_mistyped_variable_of_the_environment_is_told(site, monkeypatch):
    monkeypatch.setenv("PCPLAN_WEBHOK_URL", "https://hooks.example")
    finding = {found.name: found for found in examine(site.root)}["site"]
    assert not finding.is_well
    assert "PCPLAN_WEBHOK_URL is set, which nothing reads" in finding.found
    assert "hooks.example" not in finding.found


def test_a_check_that_fails_does_not_hide_the_others():
    def broken():
        return 1 / 0

    missing = "plan.yaml: is missing. Copy it from a new site."

    def misled():
        raise PcplanError(missing)

    assert (
        _safely("disk", broken).found
        == "could not be looked at: ZeroDivisionError: division by zero"
    )
    assert _safely("plan", misled).found == missing
    assert not _safely("disk", broken).is_well and not _safely("plan", misled).is_well


def test_a_plan_that_cannot_be_read_is_told(site):
    (site.root / "plan" / "plan.yaml").unlink()
    with pytest.raises(ConfigurationError, match=r"plan\.yaml: is missing"):
        doctor_site.plan(site)


def test_a_missing_folder_is_named(site):
    (site.root / "papers_out").rmdir()
    is_well, found, _ = doctor_safety.folders(site)
    assert not is_well
    assert found.startswith("cannot write in papers_out/")


def test_looking_leaves_nothing_behind(site):
    before = sorted(site.root.rglob("*"))
    doctor_safety.folders(site)
    doctor_schedule.is_running(site)
    assert sorted(site.root.rglob("*")) == before


def test_a_nightly_that_runs_is_told_and_the_warehouse_is_left_alone(site):
    Warehouse(site).close()
    with FileLock(site.state / "nightly.lock"):
        assert doctor_schedule.is_running(site)[1] == "a nightly runs now"
        assert doctor_site.warehouse(site) == (True, "is in use by the nightly", "")
    assert doctor_schedule.is_running(site)[1] == "no nightly runs now"


def test_tables_that_are_not_good_are_named(site):
    with Warehouse(site) as warehouse:
        warehouse.connection.execute(
            "insert into quality.table_state (table_name, state) "
            "values ('core.area', 'good'), ('core.recorded_crime', 'broken')"
        )
    is_well, found, remedy = doctor_site.warehouse(site)
    assert not is_well
    assert found == "1 of 2 tables are not good: core.recorded_crime (broken)"
    assert "pcplan status" in remedy


def test_a_damaged_warehouse_is_set_aside_by_the_next_night_and_told_until_it_is_deleted(site):
    site.warehouse_file.write_text("not a database")
    is_well, found, remedy = doctor_site.warehouse(site)
    assert not is_well
    assert found.startswith("is damaged: ")
    assert "pcplan nightly" in remedy
    Warehouse(site).close()
    is_well, found, remedy = doctor_site.warehouse(site)
    assert not is_well
    assert found.startswith("opens, but was found damaged before: working.duckdb.damaged-")
    for path in site.warehouse_file.parent.glob("*.damaged-*"):
        path.unlink()
    assert doctor_site.warehouse(site)[0]


def test_a_refused_delivery_is_named_with_its_reason(site):
    with Warehouse(site) as warehouse:
        warehouse.connection.execute(
            "insert into quality.delivery (file_name, state, reason) values "
            "('police_demand/2019-10.csv', 'refused', 'the file is empty.'), "
            "('police_demand/2019-09.csv', 'loaded', null)"
        )
    is_well, found, _ = doctor_site.deliveries(site)
    assert not is_well
    assert found == "1 refused. police_demand/2019-10.csv: the file is empty."


def test_a_whole_snapshot_is_well_and_a_changed_one_is_not(site):
    path = snapshot_in(site)
    assert doctor_site.current_snapshot(site)[0]
    path.write_bytes(path.read_bytes() + b" ")
    is_well, found, remedy = doctor_site.current_snapshot(site)
    assert not is_well
    assert "board.duckdb: its bytes are not those that were published" in found
    assert "pcplan rollback" in remedy


def test_a_pointer_to_a_snapshot_that_is_gone_is_told(site):
    snapshots.point_at(site.published, "20191218T023000Z-gone")
    with pytest.raises(PcplanError, match="there is no snapshot 20191218T023000Z-gone"):
        doctor_site.current_snapshot(site)


def test_what_a_killed_night_leaves_is_named(site):
    (site.warehouse_file.parent / "working.duckdb.wal").touch()
    (site.published / "CURRENT.json.partial").touch()
    is_well, found, remedy = doctor_site.left_overs(site)
    assert not is_well
    assert "published/CURRENT.json.partial" in found and "warehouse/working.duckdb.wal" in found
    assert "pcplan nightly" in remedy


def test_too_little_room_on_the_disk_is_told_in_gigabytes(site, monkeypatch):
    monkeypatch.setattr(doctor_site, "LEAST_FREE_BYTES", 10**18)
    is_well, found, _ = doctor_site.disk(site)
    assert not is_well
    assert found.endswith("a night may need 931,322,574.6 GB")


def test_a_port_that_another_program_uses_is_told_with_another_to_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        is_well, found, remedy = doctor_machine.port(number, "pcplan serve --port 8051")
    assert not is_well
    assert found.startswith(f"{number} is used by ")
    assert remedy == "Use another: pcplan serve --port 8051"
    assert doctor_machine.port(number, "")[1] == f"{number} is free"


def test_python_fonts_and_time_zones_of_this_environment_are_well():
    assert doctor_machine.python()[0]
    assert doctor_machine.fonts()[0]
    assert doctor_machine.time_zones()[0]
