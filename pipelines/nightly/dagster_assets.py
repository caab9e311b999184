"""Every table as a Dagster asset: its key, lineage, version, checks, freshness and how it is made."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg

from pipelines import assemble
from pipelines.build.builder import TableResult
from pipelines.build.suite import ExpectationResult
from pipelines.catalogue.catalogue import Catalogue, Table
from pipelines.contract.feed import CADENCES
from pipelines.nightly import missed_nights
from pipelines.nightly.night import Built, Night, code_version, opened
from pipelines.nightly.processes import ownership_tags
from pipelines.site import lock
from pipelines.site.site import Site
from pipelines.site.written.published import read_plan_of

LAYERS = ("raw", "core", "metrics")
SNAPSHOT_KEY = dg.AssetKey(["published", "snapshot"])
CHECKS = {
    "promises": ("critical", dg.AssetCheckSeverity.ERROR, "Critical promises: all must hold."),
    "surprises": ("warning", dg.AssetCheckSeverity.WARN, "Warnings, printed as caveats."),
}


class NightResource(dg.ConfigurableResource):
    """The open night of a run that somebody starts from Dagster's pages for tables of their choice."""

    business_date: str = ""
    full: bool = False

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["NightResource"]:
        """Open the site for one writer, for as long as the run lasts."""
        site = Site.find()
        asked = dt.date.fromisoformat(self.business_date) if self.business_date else None
        due = missed_nights.asked_for(site, asked, missed_nights.now())
        with lock.hold(site, wait_seconds=60):
            if context.run is not None and context.instance is not None:
                context.instance.add_run_tags(context.run.run_id, ownership_tags())
            plan, catalogue = read_plan_of(site), assemble.catalogue(site)
            with opened(site, due, plan, catalogue, full=self.full) as night:
                self._night = night
                yield self

    @property
    def night(self) -> Night:
        """The night that is open."""
        return self._night


def assets_of(catalogue: Catalogue, layer: str) -> dg.AssetsDefinition:
    """Make a layer's Dagster assets; one step builds those that are chosen, in their order."""
    tables = [table for name in catalogue.order if (table := catalogue.tables[name]).layer == layer]

    @dg.multi_asset(
        name=layer,
        specs=[_spec(catalogue, table) for table in tables],
        check_specs=[spec for table in tables for spec in _check_specs(table)],
        can_subset=True,
    )
    def build(
        context: dg.AssetExecutionContext, night: NightResource
    ) -> Iterator[dg.MaterializeResult]:
        for table in tables:
            key = key_of(table.name)
            if key in context.selected_asset_keys:
                built = night.night.build(table.name)
                yield dg.MaterializeResult(
                    asset_key=key,
                    metadata=metadata_of(built),
                    data_version=dg.DataVersion(built.version),
                    check_results=[dg.AssetCheckResult(**told) for told in _checks(built.result)],
                )

    return build


def snapshot_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the asset that publishes: it reads only what tables' states say."""
    last = [name for name, table in catalogue.tables.items() if table.layer != "raw"]

    @dg.asset(
        key=SNAPSHOT_KEY,
        deps=[key_of(name) for name in sorted(last)],
        group_name="published",
        kinds={"duckdb"},
        owners=["team:opcc-analyst"],
        description="One immutable, dated snapshot for each audience; the pointer is flipped last.",
    )
    def publish(night: NightResource) -> dg.MaterializeResult:
        return dg.MaterializeResult(metadata={"snapshot_id": night.night.publish().snapshot_id})

    return publish


def key_of(name: str) -> dg.AssetKey:
    """Return the asset key of a table: its schema and its name."""
    return dg.AssetKey(name.split("."))


def metadata_of(built: Built) -> dict[str, Any]:
    """Say what became of a table; of one that is kept by month, also which months it holds."""
    result = built.result
    told: dict[str, Any] = {
        "dagster/row_count": result.rows,
        "outcome": result.outcome,
        "reason": result.reason,
        "seconds": result.seconds,
        "business_date": built.business_date.isoformat(),
    }
    if built.months:
        months = sorted(built.months.items())
        told["months"] = dg.TableMetadataValue(
            records=[
                dg.TableRecord({"month": f"{month:%Y-%m}", "made_from": version[:8]})
                for month, version in months
            ],
            schema=None,
        )
    return told


def check_evaluations(result: TableResult) -> Iterator[dg.AssetCheckEvaluation]:
    """Report a table's checks, those of one severity as one Dagster check."""
    for told in _checks(result):
        yield dg.AssetCheckEvaluation(**told)


def _checks(result: TableResult) -> Iterator[dict[str, Any]]:
    for name, (severity, in_dagster, _) in CHECKS.items():
        mine = [check for check in result.expectations if check.severity == severity]
        bad = [_told(check) for check in mine if not check.passed]
        kept_back = severity == "critical" and result.keeps_last_good
        yield {
            "asset_key": key_of(result.table),
            "check_name": name,
            "passed": not bad and not kept_back,
            "severity": in_dagster,
            "description": result.reason or None,
            "metadata": {
                "checked": dg.IntMetadataValue(len(mine)),
                "broken": dg.JsonMetadataValue(bad),
            },
        }


def _told(check: ExpectationResult) -> dict[str, object]:
    return {
        "expectation": check.expectation,
        "unexpected_count": check.unexpected_count,
        "sample": check.sample,
        "our_fault": check.error,
    }


def _spec(catalogue: Catalogue, table: Table) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=key_of(table.name),
        deps=[key_of(name) for name in sorted(table.reads)],
        group_name=table.layer,
        kinds=_kinds(table),
        description=_description(table),
        owners=[f"team:{_slug(_owner(table))}"],
        freshness_policy=_freshness(table),
        code_version=code_version(catalogue, table),
    )


def _check_specs(table: Table) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(name, asset=key_of(table.name), description=description)
        for name, (_, _, description) in CHECKS.items()
    ]


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
