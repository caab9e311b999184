"""The one job of ours: nights, drawn on step by step, each told to Dagster as it is done."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.nightly.dagster_assets import SNAPSHOT_KEY, check_evaluations, key_of, metadata_of
from pipelines.nightly.dagster_instance import reconcile
from pipelines.nightly.night import Built, Published, Step
from pipelines.nightly.processes import collect_rarely, ownership_tags

MAXIMUM_RUNTIME_SECONDS = 12 * 60 * 60  # the night itself ends sooner: longest_night_hours


@dg.op(
    description="Runs nights: each table that is touched, then the snapshot.",
    required_resource_keys={"nights"},
    out=dg.Out(dg.Nothing),
)
def run_nights(context: dg.OpExecutionContext) -> Iterator[Any]:
    """Draw on the nights that are given, and tell of each step as soon as it is done.

    One op for all tables: as Dagster's assets, 300 of them cost it four times as long
    (4.1 s for 1.1 s), most of it for outputs that nobody reads.
    """
    collect_rarely()
    context.instance.add_run_tags(context.run_id, ownership_tags())
    reconcile(context.instance)
    steps, business_date, status = context.resources.nights(), "", None
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            status = ended.value
            break
        if business_date != (business_date := step.business_date.isoformat()):
            context.instance.add_run_tags(context.run_id, {"pcplan/business_date": business_date})
        yield from events_of(step)
    metadata = {"exit_status": status} if isinstance(status, int) else {}
    yield dg.Output(None, metadata=metadata)


@dg.job(
    name="nightly",
    description="Takes in what was delivered, rebuilds what it touches, publishes a snapshot; "
    "nights that were missed first.",
    tags={dg.MAX_RUNTIME_SECONDS_TAG: str(MAXIMUM_RUNTIME_SECONDS)},
    executor_def=dg.in_process_executor,
)
def nightly_job() -> None:
    """Run nights."""
    run_nights()


def events_of(
    step: Step,
) -> Iterator[dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckEvaluation]:
    """Say in Dagster's terms what a step has done.

    A table whose last good rows stay was observed and not made: Dagster goes on showing it stale.
    """
    if isinstance(step, Published):
        yield dg.AssetMaterialization(SNAPSHOT_KEY, metadata={"snapshot_id": step.snapshot_id})
        return
    key, metadata = key_of(step.result.table), metadata_of(step)
    if step.result.keeps_last_good:
        yield dg.AssetObservation(key, metadata=metadata)
    else:
        yield dg.AssetMaterialization(key, metadata=metadata, tags=_versions(step))
    yield from check_evaluations(step.result)


def _versions(built: Built) -> dict[str, str]:
    """Write the tags by which Dagster knows of what version a table is, and of what it was made."""
    tags = {
        "dagster/code_version": built.code_version,
        "dagster/data_version": built.version,
        "dagster/data_version_is_user_provided": "true",
    }
    for name, version in built.reads.items():
        key = key_of(name).to_user_string()
        tags[f"dagster/input_data_version/{key}"] = version
        tags[f"dagster/input_event_pointer/{key}"] = "NULL"
    return tags
