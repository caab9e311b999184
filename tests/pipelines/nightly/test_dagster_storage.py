"""Dagster's stores: an event is there whole or not at all; and what Dagster has no setting for."""

import re
from contextlib import contextmanager

import dagster as dg
import pytest
import sqlalchemy as db
from dagster._core.events import DagsterEvent, DagsterEventType, StepMaterializationData
from dagster._core.events.log import EventLogEntry

from pipelines.nightly.dagster_storage import KeptEventLogStorage
from tests.conftest import ROOT

RUN = "a-run"


@pytest.fixture
def storage(tmp_path):
    made = KeptEventLogStorage(str(tmp_path))
    yield made
    made.dispose()


def built(table):
    materialization = dg.AssetMaterialization(asset_key=dg.AssetKey(["core", table]))
    return EventLogEntry(
        error_info=None,
        level=20,
        user_message="",
        run_id=RUN,
        timestamp=1576636200.0,
        dagster_event=DagsterEvent(
            event_type_value=DagsterEventType.ASSET_MATERIALIZATION.value,
            job_name="nightly",
            event_specific_data=StepMaterializationData(materialization),
        ),
    )


def stored(storage):
    """How many events stand in the run's own database, and how many tables in the index."""
    counts = []
    for connect, table in (
        (lambda: storage.run_connection(RUN), "event_logs"),
        (storage.index_connection, "asset_keys"),
    ):
        with connect() as connection:
            query = db.text(f"select count(*) from {table}")
            counts.append(connection.execute(query).scalar_one())
    return counts


def test_a_batch_is_stored_in_both_databases_and_read_back(storage):
    storage.store_event_batch([built("area"), built("lsoa")])
    storage.store_event(built("area"))
    assert stored(storage) == [3, 2]
    keys = {key.to_user_string() for key in storage.all_asset_keys()}
    assert keys == {"core/area", "core/lsoa"}
    assert len(storage.get_logs_for_run(RUN)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_where_the_last_event_cannot_be_indexed_nothing_of_its_batch_is_stored(
    storage, monkeypatch, count
):
    storage.store_event(built("area"))
    index = KeptEventLogStorage._store_asset_event

    def fail_at_last(self, connection, event, event_id):
        if event.dagster_event.asset_key.path[-1] == "last":
            raise OSError(28, "the disk is full")
        index(self, connection, event, event_id)

    monkeypatch.setattr(KeptEventLogStorage, "_store_asset_event", fail_at_last)
    tables = [*(f"t{number}" for number in range(count - 1)), "last"]
    with pytest.raises(OSError, match="full"):
        storage.store_event_batch([built(table) for table in tables])
    assert stored(storage) == [1, 1]
    storage.store_event(built("lsoa"))
    assert stored(storage) == [2, 2]


# Where one of these fails, Dagster may offer by now what `dagster_storage` makes of its private
# places: then use that, and remove the class.


@pytest.fixture
def shipped(tmp_path):
    """An instance with the storage that Dagster's documentation offers for one machine."""
    settings = f"storage:\n  sqlite:\n    base_dir: {(tmp_path / 'history').as_posix()}\n"
    (tmp_path / "dagster.yaml").write_text(settings, encoding="utf-8")
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        yield instance


@contextmanager
def connections_counted():
    made = []
    db.event.listen(db.Engine, "connect", counted := lambda *_: made.append(1))
    try:
        yield made
    finally:
        db.event.remove(db.Engine, "connect", counted)


def test_dagsters_own_event_log_still_opens_its_databases_at_every_event(shipped, storage):
    for log, least, most in ((shipped.event_log_storage, 6, 30), (storage, 0, 0)):
        log.store_event(built("area"))
        with connections_counted() as made:
            for table in ("area", "lsoa", "ward"):
                log.store_event(built(table))
        assert least <= len(made) <= most


def test_dagsters_own_stores_of_runs_and_schedules_still_wait_for_five_seconds_only(shipped):
    for store in (shipped.run_storage, shipped.schedule_storage):
        with store.connect() as connection:
            (waits,) = connection.exec_driver_sql("pragma busy_timeout").fetchone()
        assert waits == 5_000


def test_private_places_of_dagster_are_named_in_one_module():
    private = re.compile(r"^\s*(?:from|import) dagster\._", re.MULTILINE)
    named = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pipelines").rglob("*.py")
        if private.search(path.read_text(encoding="utf-8"))
    }
    assert named == {"pipelines/nightly/dagster_storage.py"}
