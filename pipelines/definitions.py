"""The Dagster code location: every table an asset, the nightly job, its schedule and its sensor."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines import assemble
from pipelines.build.builder import Builder, TableResult
from pipelines.build.raw_tables import refresh_views
from pipelines.build.suite import ExpectationResult
from pipelines.catalogue.catalogue import Catalogue, Table
from pipelines.contract.feed import CADENCES
from pipelines.errors import PcplanError
from pipelines.nightly import night
from pipelines.nightly.dagster_schedule import (
    MAXIMUM_RUNTIME_SECONDS,
    delivery_sensor,
    nightly_schedule,
    nights_job,
    overdue_sensor,
)
from pipelines.nightly.processes import ownership_tags
from pipelines.papers.night_artefacts import NightArtefacts
from pipelines.publish.publish import Publisher
from pipelines.publish.snapshot_tables import SnapshotTables
from pipelines.site import lock
from pipelines.site.site import Site
from pipelines.site.written.published import read_plan_of
from pipelines.store.warehouse import Warehouse

SNAPSHOT_KEY = dg.AssetKey(["published", "snapshot"])


class NightResource(dg.ConfigurableResource):
    """One night on one site: holds the lock, the warehouse and the builder while a run lasts."""

    site: str = ""
    business_date: str = ""
    received_by: str = ""
    full: bool = False

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["NightResource"]:
        """Open the site for one writer, for as long as the run lasts."""
        site = Site.find(self.site or None)
        asked = dt.date.fromisoformat(self.business_date) if self.business_date else None
        with lock.hold(site, wait_seconds=60), Warehouse(site) as warehouse:
            if context.run is not None and context.instance is not None:
                context.instance.add_run_tags(context.run.run_id, ownership_tags())
            self._catalogue = assemble.catalogue(site)
            self._warehouse = warehouse
            refresh_views(warehouse, list(self._catalogue.tables.values()))
            self._builder = Builder(
                warehouse,
                self._catalogue,
                site.business_date(asked),
                full=self.full,
                received_by=(
                    dt.datetime.fromisoformat(self.received_by) if self.received_by else None
                ),
                progress=lambda feed, done, total: night.tell("files", (feed, done, total)),
            )
            with night.staging_ahead(self._builder) as self._builder.ahead:
                yield self

    def build(self, table: str) -> TableResult:
        """Bring one table up to date."""
        with self._warehouse.noticing():
            result = self._builder.build(table)
        night.tell("table", result)
        return result

    def publish(self) -> str:
        """Publish a snapshot of what the warehouse now holds."""
        site, business_date = self._warehouse.site, self._builder.business_date
        plan = read_plan_of(site)
        tables = SnapshotTables(
            self._warehouse,
            self._catalogue,
            plan,
            business_date,
            assemble.published_schema(),
            assemble.published_queries(),
            self._builder.build_own,
        )
        with self._warehouse.noticing():
            snapshot_id = Publisher(tables, NightArtefacts(site, plan, business_date)).publish()
        night.tell("snapshot", snapshot_id)
        return snapshot_id


def assets_of(catalogue: Catalogue, layer: str) -> dg.AssetsDefinition:
    """Make a layer's Dagster assets: key, lineage, checks and freshness come from its tables.

    One step builds the layer's tables in their order: Dagster spends 150 ms on a step of its own
    for each table, which would be half of the night.
    """
    tables = [table for name in catalogue.order if (table := catalogue.tables[name]).layer == layer]

    @dg.multi_asset(
        name=layer,
        specs=[_spec(table) for table in tables],
        check_specs=[spec for table in tables for spec in _check_specs(table)],
        can_subset=True,
    )
    def build(
        context: dg.AssetExecutionContext, night: NightResource
    ) -> Iterator[dg.MaterializeResult]:
        for table in tables:
            key = _key(table.name)
            if key not in context.selected_asset_keys:
                continue
            result = night.build(table.name)
            yield dg.MaterializeResult(
                asset_key=key,
                metadata={
                    "dagster/row_count": result.rows,
                    "outcome": result.outcome,
                    "reason": result.reason,
                    "seconds": result.seconds,
                },
                check_results=[
                    _check(key, "promises", "critical", result),
                    _check(key, "surprises", "warning", result),
                ],
            )

    return build


def _key(name: str) -> dg.AssetKey:
    return dg.AssetKey(name.split("."))


def _spec(table: Table) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=_key(table.name),
        deps=[_key(name) for name in sorted(table.reads)],
        group_name=table.layer,
        kinds=_kinds(table),
        description=_description(table),
        owners=[f"team:{_slug(_owner(table))}"],
        freshness_policy=_freshness(table),
    )


def _check_specs(table: Table) -> list[dg.AssetCheckSpec]:
    key = _key(table.name)
    return [
        dg.AssetCheckSpec("promises", asset=key, description="Critical promises: all must hold."),
        dg.AssetCheckSpec("surprises", asset=key, description="Warnings, printed as caveats."),
    ]


def _check(key: dg.AssetKey, name: str, severity: str, result: TableResult) -> dg.AssetCheckResult:
    """Report one table's checks of one severity as one Dagster check."""
    mine = [check for check in result.expectations if check.severity == severity]
    bad = [check for check in mine if not check.passed]
    passed = not bad and (severity != "critical" or result.outcome not in ("broken", "withheld"))
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=name,
        passed=passed,
        severity=dg.AssetCheckSeverity.ERROR
        if severity == "critical"
        else dg.AssetCheckSeverity.WARN,
        description=result.reason or None,
        metadata={"checked": len(mine), "broken": dg.JsonMetadataValue([_told(c) for c in bad])},
    )


def _told(check: ExpectationResult) -> dict[str, object]:
    return {
        "expectation": check.expectation,
        "unexpected_count": check.unexpected_count,
        "sample": check.sample,
        "our_fault": check.error,
    }


def _kinds(table: Table) -> set[str]:
    if table.layout is not None:
        return {"csv" if table.layout.reader is None else "python", "duckdb"}
    return {"csv" if table.reference else "sql", "duckdb"}


def _description(table: Table) -> str:
    if table.query:
        return f"{table.description}\n\n```sql\n{table.query}\n```"
    return table.description


def _owner(table: Table) -> str:
    if table.metric is not None:
        return table.metric.owner
    return table.feed.owner if table.feed is not None else "OPCC analyst"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "opcc"


def _freshness(table: Table) -> dg.FreshnessPolicy | None:
    """Turn a feed's cadence and due days into a window; irregular feeds have none."""
    if table.feed is None or not CADENCES[table.feed.cadence]:
        return None
    days = CADENCES[table.feed.cadence] + max(table.feed.due_days, 1)
    return dg.FreshnessPolicy.time_window(fail_window=dt.timedelta(days=days))


def snapshot_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the asset that publishes: it always runs, and reads only what tables' states say."""
    last = [name for name, table in catalogue.tables.items() if table.layer != "raw"]

    @dg.asset(
        key=SNAPSHOT_KEY,
        deps=[_key(name) for name in sorted(last)],
        group_name="published",
        kinds={"duckdb"},
        owners=["team:opcc-analyst"],
        description="One immutable, dated snapshot for each audience; the pointer is flipped last.",
    )
    def publish(night: NightResource) -> dg.MaterializeResult:
        return dg.MaterializeResult(metadata={"snapshot_id": night.publish()})

    return publish


def build_definitions() -> dg.Definitions:
    """Assemble the code location; needs no network, no secret and no open warehouse."""
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    try:
        site: Site | None = Site.find()
    except PcplanError:
        site = None
    catalogue = assemble.catalogue(site)
    job = dg.define_asset_job(
        "nightly",
        selection=dg.AssetSelection.all(),
        description="Takes in what was delivered, rebuilds what it touches, publishes a snapshot.",
        tags={"dagster/max_runtime": str(MAXIMUM_RUNTIME_SECONDS)},
    )
    return dg.Definitions(
        assets=[
            *(assets_of(catalogue, layer) for layer in ("raw", "core", "metrics")),
            snapshot_asset(catalogue),
        ],
        jobs=[job, nights_job],
        schedules=[nightly_schedule()],
        sensors=[delivery_sensor, overdue_sensor],
        resources={"night": NightResource()},
        executor=dg.in_process_executor,
    )


defs = build_definitions()
