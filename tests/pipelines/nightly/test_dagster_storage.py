"""Dagster's event log: what is written of an event, or of a batch, is there whole or not at all."""

import dagster as dg
import pytest
import sqlalchemy as db
from dagster._core.events import DagsterEvent, DagsterEventType, StepMaterializationData
from dagster._core.events.log import EventLogEntry

from pipelines.nightly.dagster_storage import KeptEventLogStorage

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
