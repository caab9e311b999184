"""Dagster's record of runs does not grow for ever, and goes on saying when each table was built."""

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest

from pipelines.dagster_home import forget_runs, instance_of
from pipelines.event_log import KeptEventLogStorage
from pipelines.site import Site

DAYS = 90


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "site.toml").write_text("", encoding="utf-8")
    with instance_of(Site(tmp_path)) as opened:
        yield opened


def build(instance, *tables):
    """Run a job that builds these tables; return its run's id."""
    assets = [dg.asset(name=table)(lambda: None) for table in tables]
    done = dg.materialize(assets, instance=instance)
    assert done.success
    return done.run_id


def at(days):
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=days)


def databases(instance):
    folder = Path(instance.root_directory) / "history" / "runs"
    return {path.name.split(".")[0] for path in folder.iterdir()}


def test_old_runs_go_with_their_databases_but_for_the_last_that_built_a_table(instance):
    first, second, third = (
        build(instance, "area", "lsoa"), build(instance, "lsoa"), build(instance, "lsoa")
    )  # fmt: skip
    assert {first, second, third} <= databases(instance)
    assert forget_runs(instance, DAYS, at(89)) == []
    assert forget_runs(instance, DAYS, at(91)) == [second]
    assert databases(instance) == {first, third, "index"}
    assert instance.get_run_by_id(second) is None
    assert instance.get_latest_materialization_event(dg.AssetKey("area")).run_id == first
    assert instance.get_latest_materialization_event(dg.AssetKey("lsoa")).run_id == third
    assert len(instance.all_logs(third)) > 0

    fourth = build(instance, "area", "lsoa")
    assert sorted(forget_runs(instance, DAYS, at(91))) == sorted([first, third])
    assert databases(instance) == {fourth, "index"}
    assert forget_runs(instance, DAYS, at(91)) == []


def test_a_run_that_is_under_way_stays(instance):
    job = dg.GraphDefinition(name="under_way").to_job()
    lost = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert forget_runs(instance, DAYS, at(1_000)) == []
    assert instance.get_run_by_id(lost.run_id) is not None


def test_what_cannot_be_deleted_is_told_and_goes_the_next_time(instance, monkeypatch, caplog):
    build(instance, "area")
    old = [build(instance, "lsoa") for _ in range(2)]

    def refuse(self, run_id):
        raise PermissionError(13, "Permission denied", f"{run_id}.db")

    build(instance, "lsoa")
    with monkeypatch.context() as patched:
        patched.setattr(KeptEventLogStorage, "delete_events", refuse)
        assert forget_runs(instance, DAYS, at(91)) == []
    assert "stays until the next run" in caplog.text
    forget_runs(instance, DAYS, at(91))
    assert not databases(instance) & set(old)
