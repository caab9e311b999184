"""Computes every table of a snapshot in the warehouse, as `out_<name>`, before anything is written."""

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Mapping, Sequence

from pipelines.catalogue.catalogue import Catalogue, Table, fingerprint
from pipelines.catalogue.lineage import tables_read
from pipelines.errors import SnapshotError
from pipelines.figures.comparators import comparators
from pipelines.figures.disclosure import hide_small_figures
from pipelines.figures.maturity import estimate_final_rates
from pipelines.figures.rollup import roll_up, withheld_periods
from pipelines.figures.signals import judge_all
from pipelines.publish.catalogue_rows import (
    metric_rows,
    plan_rows,
    promise_rows,
    query_rows,
    register_rows,
    source_rows,
)
from pipelines.publish.feed_status import fill_feed_status
from pipelines.publish.night_history import remember_night, remember_quality
from pipelines.publish.register import compare_with_register
from pipelines.site.plan import Plan
from pipelines.store.warehouse import Warehouse
from snapshot.tables import PublishedTable


class SnapshotTables:
    """The tables of one snapshot in the making."""

    def __init__(
        self,
        warehouse: Warehouse,
        catalogue: Catalogue,
        plan: Plan,
        business_date: dt.date,
        schema: Sequence[PublishedTable],
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
        self._figures(snapshot_id)
        self._catalogue_tables()
        hide_small_figures(self.connection)
        metrics, force_code = self.catalogue.metrics, self.warehouse.site.force_code
        self._out_rows("comparator", comparators(self.connection, metrics, force_code))
        self._about(snapshot_id, published_at)
        self.connection.execute(_CALENDAR)
        for name in ("quality_check", "table_state", "rejected_record"):
            self.connection.execute(
                f"create or replace temp view out_{name} as from quality.{name}"
            )
        self.connection.execute(
            "create or replace temp view out_delivery as from quality.delivery "
            "where state <> 'withdrawn'"
        )
        remember_quality(self.warehouse, snapshot_id, self.business_date)
        self._audit()

    def _figures(self, snapshot_id: str) -> None:
        """Roll every measure up, set it beside what was published before, and judge it."""
        connection, force_code = self.connection, self.warehouse.site.force_code
        fill_feed_status(self.warehouse, self.catalogue, self.business_date)
        remember_night(self.warehouse, self.plan, self.catalogue.own, self.business_date)
        for table in self.catalogue.own.values():
            self.build_own(table)
        for name, query in self.queries.items():
            self._out(name, query)
        estimate_final_rates(connection)
        metrics = self.catalogue.metrics
        there = self.warehouse.tables()
        roll_up(connection, [m for m in metrics if f"metrics.{m.metric_id}" in there])
        states = {
            name: (state, reason)
            for name, state, reason in self.warehouse.rows(
                "select table_name, state, reason from quality.table_state"
            )
        }
        for metric in metrics:
            state, reason = states.get(f"metrics.{metric.metric_id}", ("withheld", "not built yet"))
            if state != "good":
                withheld_periods(
                    connection, metric, reason or state, self.business_date, force_code
                )
        compare_with_register(connection, snapshot_id, self.business_date)
        connection.execute(_OBSERVATION)
        signals = judge_all(connection, metrics, self.plan, force_code, self.business_date)
        self._out_rows("signal", signals)

    def _out(self, name: str, query: str) -> None:
        """Pass a query's result through; an empty table where what it reads was never built."""
        if query and tables_read(query) <= self.warehouse.tables():
            self.connection.execute(f"create or replace temp table out_{name} as {query}")
        else:
            self._out_rows(name, [])

    def _out_rows(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        table = next(table for table in self.schema if table.name == name)
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table.columns.items())
        self.connection.execute(f"create or replace temp table out_{name} ({columns})")
        self.warehouse.insert(f"out_{name}", rows, schema="temp")

    def _catalogue_tables(self) -> None:
        """Give the plan, its registers, its promises and the catalogue as rows."""
        with_figure = {
            name
            for (name,) in self.warehouse.rows(
                "select distinct metric_id from out_observation where value is not null"
            )
        }
        reasons = {
            name.split(".")[1]: reason
            for name, reason in self.warehouse.rows(
                "select table_name, reason from quality.table_state where state <> 'good'"
            )
        }
        runs = {
            name: (state, row_count, business_date)
            for name, state, row_count, business_date in self.warehouse.rows(
                "select table_name, state, row_count, business_date from quality.table_state"
            )
        }
        metrics = self.catalogue.metrics
        known = {metric.metric_id for metric in metrics}
        tables = {
            **plan_rows(self.plan, metrics),
            **register_rows(self.plan, with_figure),
            "metric": metric_rows(metrics),
            "metric_source": source_rows(self.catalogue),
            "metric_query": query_rows(self.catalogue, runs),
            "promise": promise_rows(self.plan, known, with_figure, reasons, self.business_date),
        }
        for name, rows in tables.items():
            self._out_rows(name, rows)

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


def what_is_told(
    plan: Plan,
    catalogue: Catalogue,
    schema: Sequence[PublishedTable],
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
