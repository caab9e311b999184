"""Computes every table of a snapshot in the warehouse, as `out_<name>`, before anything is written."""

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from pipelines.catalogue import Catalogue, Table, fingerprint
from pipelines.disclosure import hide_small_figures
from pipelines.errors import SnapshotError
from pipelines.feed_status import fill_feed_status
from pipelines.lineage import tables_read
from pipelines.own_measures import remember_night
from pipelines.plan import Plan
from pipelines.register import compare_with_register
from pipelines.register_rows import register_rows
from pipelines.rollup import roll_up, withheld_periods
from pipelines.signals import judge_all
from pipelines.warehouse import Warehouse


class SchemaTable(Protocol):
    """A table of the snapshot: its name, its comment, its columns and who may have it."""

    @property
    def name(self) -> str:
        """Its name in the snapshot."""

    @property
    def comment(self) -> str:
        """Its grain, in words."""

    @property
    def columns(self) -> Mapping[str, tuple[str, str]]:
        """Type and meaning of each column, in order."""

    @property
    def audiences(self) -> Sequence[str]:
        """Whose files hold it."""


class SnapshotTables:
    """The tables of one snapshot in the making."""

    def __init__(
        self,
        warehouse: Warehouse,
        catalogue: Catalogue,
        plan: Plan,
        business_date: dt.date,
        schema: Sequence[SchemaTable],
        queries: Mapping[str, str],
        build_own: Callable[[Table], object],
    ) -> None:
        """`queries` give the tables that pass from the warehouse into the snapshot as they are.

        `build_own` builds a measure of the pipeline itself.
        """
        self.warehouse, self.catalogue, self.plan = warehouse, catalogue, plan
        self.business_date, self.schema, self.queries = business_date, schema, queries
        self.connection, self.build_own = warehouse.connection, build_own

    def prepare(self, snapshot_id: str, published_at: dt.datetime) -> None:
        """Compute every published table as a temp view or table `out_<name>`, and audit them."""
        connection = self.connection
        fill_feed_status(self.warehouse, self.catalogue, self.business_date)
        remember_night(self.warehouse, self.plan, self.catalogue.own, self.business_date)
        for table in self.catalogue.own.values():
            self.build_own(table)
        built = [m for m in self.catalogue.metrics if self._exists(f"metrics.{m.metric_id}")]
        roll_up(connection, built)
        states = {
            name: (state, reason)
            for name, state, reason in self.warehouse.rows(
                "select table_name, state, reason from quality.table_state"
            )
        }
        for metric in self.catalogue.metrics:
            state, reason = states.get(f"metrics.{metric.metric_id}", ("withheld", "not built yet"))
            if state != "good":
                withheld_periods(
                    connection, metric, reason or state, self.business_date,
                    self.warehouse.site.force_code,
                )  # fmt: skip
        for name, query in self.queries.items():
            self._out(name, query)
        compare_with_register(connection, snapshot_id, self.business_date)
        connection.execute(_OBSERVATION)
        judge_all(connection, self.catalogue.metrics, self.plan, self.warehouse.site.force_code)
        self._plan_tables()
        self._register_tables()
        self._catalogue_tables()
        hide_small_figures(connection)
        self._about(snapshot_id, published_at)
        self._out_rows("promise", self._promises())
        connection.execute(_CALENDAR)
        for name in ("quality_check", "table_state", "rejected_record"):
            connection.execute(f"create or replace temp view out_{name} as from quality.{name}")
        connection.execute(
            "create or replace temp view out_delivery as from quality.delivery "
            "where state <> 'withdrawn'"
        )
        self._audit()

    def _out(self, name: str, query: str) -> None:
        """Pass a query's result through; an empty table where what it reads was never built."""
        if query and all(self._exists(table) for table in tables_read(query)):
            self.connection.execute(f"create or replace temp table out_{name} as {query}")
        else:
            self._out_rows(name, [])

    def _out_rows(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        table = next(table for table in self.schema if table.name == name)
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table.columns.items())
        self.connection.execute(f"create or replace temp table out_{name} ({columns})")
        self.warehouse.insert(f"out_{name}", rows, schema="temp")

    def _exists(self, table: str) -> bool:
        return self.warehouse.has(table)

    def _plan_tables(self) -> None:
        """Give the plan and the events as rows."""
        plan = self.plan
        self._out_rows(
            "plan_theme", [(t.theme, t.title, t.aim, n) for n, t in enumerate(plan.themes, 1)]
        )
        self._out_rows(
            "plan_objective",
            [(o.objective_id, o.theme, o.title, n) for n, o in enumerate(plan.objectives, 1)],
        )
        self._out_rows(
            "plan_priority",
            [
                (p.priority_id, p.objective_id, p.title or None, p.status, n)
                for n, p in enumerate(plan.priorities, 1)
            ],
        )
        self._out_rows(
            "event",
            [
                (e.event_date, e.text, e.note, ",".join(e.metric_ids) or None, e.is_break)
                for e in plan.events
            ],
        )

    def _register_tables(self) -> None:
        """Give the plan's registers as rows; a gap is closed where its measure has a figure."""
        kept = {
            name
            for (name,) in self.warehouse.rows(
                "select distinct metric_id from out_observation where value is not null"
            )
        }
        for name, rows in register_rows(self.plan, kept).items():
            self._out_rows(name, rows)

    def _catalogue_tables(self) -> None:
        """Give the catalogue and what each measure is made from as rows."""
        self._out_rows("metric", [_metric_row(metric) for metric in self.catalogue.metrics])
        self._out_rows("metric_source", self._sources())

    def _about(self, snapshot_id: str, published_at: dt.datetime) -> None:
        """Give the snapshot's own line; it is synthetic while any loaded delivery is."""
        plan, site = self.plan, self.warehouse.site
        (synthetic,) = self.warehouse.one(
            "select coalesce(bool_or(is_synthetic), false) from quality.delivery "
            "where state in ('loaded', 'partly_rejected')"
        )
        names = self.warehouse.rows(
            "select area_name from out_area where area_code = ? "
            "order by valid_from desc nulls last limit 1",
            [site.force_code],
        )
        self._out_rows(
            "snapshot",
            [
                (
                    snapshot_id, "", self.business_date, published_at, synthetic,
                    site.office_name, site.force_code, names[0][0] if names else site.force_code,
                    plan.title, plan.period, software_version(),
                )
            ],
        )  # fmt: skip

    def _sources(self) -> list[tuple[str, str, str | None]]:
        found = []
        for metric in self.catalogue.metrics:
            own = f"metrics.{metric.metric_id}"
            for name in sorted(self.catalogue.upstream(own) | {own}):
                table = self.catalogue.tables.get(name)
                feed = table.feed if table else None
                found.append((metric.metric_id, name, feed.feed_id if feed else None))
        return found

    def _promises(self) -> list[tuple[object, ...]]:
        """Say of each promised item whether a figure keeps it, and if not, why."""
        kept = {
            name
            for (name,) in self.warehouse.rows(
                "select distinct metric_id from out_observation where value is not null"
            )
        }
        reasons = dict(
            self.warehouse.rows(
                "select table_name, reason from quality.table_state where state <> 'good'"
            )
        )
        rows: list[tuple[object, ...]] = []
        for promise in self.plan.promises:
            if promise.is_context:
                continue
            metric_id, reason, state = promise.metric_id or None, promise.reason or None, "kept"
            if metric_id is None:
                state = "no_figure"
            elif metric_id not in kept:
                state = "not_available"
                known = metric_id in {metric.metric_id for metric in self.catalogue.metrics}
                reason = reasons.get(f"metrics.{metric_id}") or (
                    "nothing has been delivered to compute it from"
                    if known
                    else f"no measure named {metric_id} is in the catalogue"
                )
            rows.append(
                (promise.priority_id, promise.item, metric_id, reason, state, len(rows) + 1)
            )
        return rows

    def _audit(self) -> None:
        """Refuse to publish what would contradict itself."""
        (twice,) = self.warehouse.one(
            """select count(*) from (
                select 1 from out_observation
                group by metric_id, area_code, breakdown_value, period_type, period_start_date,
                    period_end_date
                having count(*) > 1)"""
        )
        if twice:
            example = self.warehouse.one(
                """select metric_id, area_code, breakdown_value, period_type, period_start_date
                    from out_observation group by all having count(*) > 1 limit 1"""
            )
            raise SnapshotError(
                f"observation: {twice} figures stand more than once, among them {example}. "
                "Nothing was published; mend that metric's query."
            )


def _metric_row(metric: Any) -> tuple[object, ...]:
    return (
        metric.metric_id, metric.title, metric.definition, metric.theme, metric.objective_id,
        metric.priority_id or None, metric.unit, metric.better_when, metric.basis,
        metric.population, metric.geography, metric.numerator_name,
        metric.denominator_name or None, metric.frequency, metric.lag_months, metric.publisher,
        metric.owner, "\n".join(metric.caveats), metric.disclosure, metric.marking,
        metric.version, metric.breakdown_note or None, metric.chart, metric.numerator_unit,
        metric.denominator_unit or None, metric.aggregation, metric.maturity_months,
        "\n".join(metric.breaks) or None, metric.target, metric.target_source or None,
        metric.context_only,
    )  # fmt: skip


def what_is_told(
    plan: Plan,
    catalogue: Catalogue,
    schema: Sequence[SchemaTable],
    queries: Mapping[str, str],
) -> str:
    """Fingerprint what a snapshot says that no table of the warehouse holds."""
    own = [table.definition for _, table in sorted(catalogue.own.items())]
    return fingerprint(repr(plan), *own, repr(tuple(schema)), repr(sorted(queries.items())))


def software_version() -> str:
    """Return pcplan's version, or `source` where it is not installed."""
    try:
        return importlib.metadata.version("pcplan")
    except importlib.metadata.PackageNotFoundError:
        return "source"


_OBSERVATION = """
create or replace temp table out_observation as
with names as (
    select area_code, arg_max(area_name, coalesce(valid_from, date '1900-01-01')) as area_name
    from out_area group by all
)
select o.*, coalesce(n.area_name, o.area_code) as area_name,
    coalesce(f.first_value, o.value) as first_published_value,
from observed as o
left join names as n using (area_code)
left join first_figure as f
    on f.metric_id = o.metric_id and f.area_code = o.area_code
    and f.breakdown_value is not distinct from o.breakdown_value
    and f.period_type = o.period_type and f.period_start_date = o.period_start_date
    and f.period_end_date = o.period_end_date
"""

_CALENDAR = """
create or replace temp table out_calendar as
with edge as (
    select coalesce(min(period_start_date), date '2019-01-01') as first,
        coalesce(max(period_end_date), date '2019-12-31') as last,
    from out_observation
),
months as (
    select unnest(range(date_trunc('month', first)::timestamp, last + interval 1 day,
        interval 1 month))::date as month_start_date
    from edge
)
select month_start_date, last_day(month_start_date) as month_end_date,
    day(last_day(month_start_date))::integer as day_count,
    date_trunc('quarter', month_start_date)::date as quarter_start_date,
    format('{}/{:02d}', year(month_start_date - interval 3 month),
        (year(month_start_date - interval 3 month) + 1) % 100) as financial_year,
from months
"""
