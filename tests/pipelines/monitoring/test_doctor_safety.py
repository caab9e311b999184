"""The doctor on what keeps a site safe: clock, keys, files, backup, form; and on pinned versions."""

import datetime as dt
import json
import os

import duckdb
import pytest

from pipelines.audit.chain import Keyring
from pipelines.audit.log import AuditLog
from pipelines.monitoring import doctor_machine, doctor_safety
from pipelines.nightly import missed_nights
from pipelines.nightly.missed_nights import Due
from pipelines.site import version
from pipelines.site.site import FOLDERS, Site
from snapshot import snapshots

NOW = dt.datetime(2027, 2, 10, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def site(tmp_path):
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    (tmp_path / "site.toml").write_text('force_code = "E23000023"\n')
    return Site(tmp_path)


def publish(site, published_at="2027-02-10T02:30:10Z"):
    folder = site.published / "snapshots" / "20270210T023010Z-abc"
    folder.mkdir(parents=True)
    said = {"business_date": "2027-02-10", "published_at": published_at, "files": {}}
    (folder / "manifest.json").write_text(json.dumps(snapshots.sealed(said)))
    (site.published / "CURRENT.json").write_text('{"snapshot_id": "20270210T023010Z-abc"}')


def test_a_folder_in_which_nothing_can_be_moved_is_named(site):
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("This account may write everywhere, so no folder can be closed to it.")
    (site.root / "published").chmod(0o500)
    is_well, found, _ = doctor_safety.folders(site)
    (site.root / "published").chmod(0o700)
    assert not is_well
    assert found == "cannot write in published/ (Permission denied)"


def test_files_left_by_another_account_are_named(site, monkeypatch):
    (site.state / "dagster").mkdir()
    path = site.state / "dagster" / "runs.db"
    path.touch()
    assert doctor_safety.folders(site)[0]
    # What the system answers about a file of root's; as root itself it never says so.
    monkeypatch.setattr(os, "access", lambda asked, mode: asked != path)
    is_well, found, remedy = doctor_safety.folders(site)
    assert not is_well
    assert found.endswith("among them state/dagster/runs.db")
    assert f"chown -R pcplan: {site.root}" in remedy


def test_a_clock_that_differs_from_the_disks_is_told(site):
    assert doctor_safety.clock(site)[0]
    is_well, found, _ = doctor_safety.clock(site, NOW - dt.timedelta(days=365))
    assert not is_well
    assert "the clock of the machine and that of the disk differ by" in found


def test_a_snapshot_from_a_moment_to_come_tells_of_a_wrong_clock(site):
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    publish(site, ahead.isoformat())
    is_well, found, _ = doctor_safety.clock(site)
    assert not is_well
    assert f"published at {ahead:%Y-%m-%d %H:%M} UTC, which is yet to come" in found


def test_a_night_of_a_day_to_come_tells_of_a_wrong_clock(site):
    now = dt.datetime.now(dt.UTC)
    ahead = now.date() + dt.timedelta(days=3)
    missed_nights.write(site, Due(ahead), missed_nights.QUIET, now)
    is_well, found, _ = doctor_safety.clock(site)
    assert not is_well
    assert found.startswith(f"the last night was of {ahead}, but today is ")


def test_keys_for_their_owner_alone_are_well_and_others_are_named(site):
    assert doctor_safety.keys(site)[1] == "there are none yet; each is made when first needed"
    Keyring.of(site).add()
    assert doctor_safety.keys(site)[0]
    if os.name == "nt":
        pytest.skip("Windows keeps rights in other ways than a mode.")
    path = Keyring.of(site).path
    path.chmod(0o644)
    is_well, found, remedy = doctor_safety.keys(site)
    assert not is_well
    assert found == "audit.json can be read by other accounts"
    assert remedy.startswith(f"Run: chmod 600 {path}.")


def test_a_key_that_this_account_cannot_read_is_named(site, monkeypatch):
    Keyring.of(site).add()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    is_well, found, _ = doctor_safety.keys(site)
    assert not is_well
    assert found.endswith("audit.json cannot be read by this account")


def test_a_site_without_a_backup_or_with_an_old_one_is_told(site):
    assert doctor_safety.backup(site)[0]  # nothing is published that could be lost
    publish(site)
    assert doctor_safety.backup(site)[:2] == (False, "none was ever made")
    log = AuditLog(site.state / "audit", Keyring.of(site), now=lambda: NOW)
    log.write("backup", "officer", file="site.pcplan.zip")
    log.write("run", "officer", what="nightly")
    assert doctor_safety.backup(site, NOW + dt.timedelta(days=8)) == (
        True, "the last was made on 2027-02-10 09:00", "",
    )  # fmt: skip
    is_well, found, remedy = doctor_safety.backup(site, NOW + dt.timedelta(days=9))
    assert not is_well
    assert found == "the last was made 9 days ago"
    assert "pcplan backup" in remedy


def test_a_site_of_an_older_form_is_told_to_be_upgraded(site):
    version.stamp(site.root, version.SCHEMA_VERSION)
    assert doctor_safety.form(site)[0]
    version.stamp(site.root, 1)
    is_well, found, remedy = doctor_safety.form(site)
    assert not is_well
    assert found.startswith("This site is of form 1,")
    assert remedy == "Run `pcplan backup`, then `pcplan upgrade`."


def test_a_package_that_is_not_as_pinned_is_named(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(doctor_machine, "LOCK", lock)
    assert doctor_machine.pins()[0]  # an installation without the file has nothing to compare
    hashes = " \\\n    --hash=sha256:00"
    lock.write_text(f"duckdb=={duckdb.__version__}{hashes}\nno-such-package==1.0{hashes}\n")
    assert doctor_machine.pins() == (True, "all 1 packages are of the versions pinned", "")
    lock.write_text(f"duckdb==0.0.1{hashes}\n")
    is_well, found, remedy = doctor_machine.pins()
    assert not is_well
    assert found == f"duckdb is {duckdb.__version__}, not 0.0.1"
    assert "make setup" in remedy


def test_an_extension_that_duckdb_lacks_is_named(monkeypatch):
    assert doctor_machine.duck()[0]
    monkeypatch.setattr(doctor_machine, "EXTENSIONS", ("parquet", "tape_drive"))
    is_well, found, _ = doctor_machine.duck()
    assert not is_well
    assert found.endswith("lacks tape_drive")


def test_a_version_pinned_for_another_python_is_not_missed_here(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(doctor_machine, "LOCK", lock)
    lock.write_text(
        f"duckdb=={duckdb.__version__} ; python_full_version >= '3.11' \\\n    --hash=sha256:00\n"
        "duckdb==0.0.1 ; python_full_version < '3.11' \\\n    --hash=sha256:00\n"
    )
    assert doctor_machine.pins() == (True, "all 1 packages are of the versions pinned", "")
