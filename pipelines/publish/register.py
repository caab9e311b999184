"""The figure register: every value that was ever published, and when it was first."""

import datetime as dt

import duckdb

from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse
from snapshot.snapshots import Snapshot

MATERIAL_POINTS = 0.5  # a percentage moved by more than half a point is materially revised
MATERIAL_SHARE = 0.01  # any other figure, by more than a hundredth of what it was
REGISTERED = "registered_snapshot"
PUBLISHED_TABLES = "published_tables"
PUBLISHED_PAPERS = "published_papers"
_KEY = (
    "metric_id, area_code, breakdown, breakdown_value, period_type, "
    "period_start_date, period_end_date"
)

_REVISION = f"{_KEY}, previous_value, value, is_material, business_date, snapshot_id, is_base"
# A snapshot does not say whether a figure is of its measure's own period; its measures do.
_KEPT_REVISION = (
    "(select r.*, r.period_type = m.frequency as is_base "
    "from kept.revision as r join kept.metric as m using (metric_id))"
)


def _same(left: str, right: str) -> str:
    """Join condition: the same figure on both sides."""
    return f"""{left}.metric_id = {right}.metric_id and {left}.area_code = {right}.area_code
        and {left}.breakdown_value is not distinct from {right}.breakdown_value
        and {left}.period_type = {right}.period_type
        and {left}.period_start_date = {right}.period_start_date
        and {left}.period_end_date = {right}.period_end_date"""


def compare_with_register(
    connection: duckdb.DuckDBPyConnection, snapshot_id: str, business_date: dt.date
) -> None:
    """Set `observed` beside what was published before.

    Fills the temp tables `new_figure` (values that are new, or differ from the one last published
    by more than rounding), `new_revision` (those that differ, old beside new, and whether by more
    than the stated tolerance), `out_revision` with those of earlier nights, and `first_figure`
    (each figure's first published value).
    """
    connection.execute(
        f"""
        create or replace temp table new_figure as
        with latest as (
            select {_KEY}, arg_max(value, snapshot_id) as value
            from quality.figure_register group by all
        )
        select o.metric_id, o.area_code, o.breakdown, o.breakdown_value, o.period_type,
            o.period_start_date, o.period_end_date, o.value, '{snapshot_id}' as snapshot_id,
            l.value as previous_value,
        from observed as o
        left join latest as l on {_same("l", "o")}
        where o.value is not null
            and (l.metric_id is null or abs(l.value - o.value) > 1e-9 * greatest(1, abs(o.value)))
        """
    )
    connection.execute(
        f"""
        create or replace temp table new_revision as
        select {_KEY}, previous_value, n.value,
            case
                when r.unit = 'percent' then abs(n.value - previous_value) > {MATERIAL_POINTS}
                else abs(n.value - previous_value) > {MATERIAL_SHARE} * abs(previous_value)
            end as is_material,
            date '{business_date}' as business_date, snapshot_id, period_type = frequency as is_base,
        from new_figure as n
        join (select metric_id, unit, frequency from metric_rule) as r using (metric_id)
        where previous_value is not null
        """
    )
    connection.execute("alter table new_figure drop column previous_value")
    connection.execute(
        "create or replace temp view out_revision as "
        "from quality.revision union all from new_revision"
    )
    connection.execute(
        "create or replace temp view out_figure_register as "
        "from quality.figure_register union all from new_figure"
    )
    connection.execute(
        f"""create or replace temp table first_figure as
            select {_KEY}, arg_min(value, snapshot_id) as first_value
            from out_figure_register group by all"""
    )


def register(warehouse: Warehouse, snapshot_id: str, told: str, due: str = "") -> None:
    """Keep the new values, once the snapshot that first gave them is published.

    `due` fingerprints the papers that were due with it.
    """
    with warehouse.transaction() as connection:
        connection.execute("insert into quality.figure_register from new_figure")
        connection.execute("insert into quality.revision from new_revision")
        warehouse.remember(REGISTERED, snapshot_id)
        warehouse.remember(PUBLISHED_TABLES, _edition(warehouse, told))
        warehouse.remember(PUBLISHED_PAPERS, due)


def is_published(warehouse: Warehouse, told: str, due: str = "") -> bool:
    """Say whether what the warehouse holds is what the last snapshot was made from.

    `told` fingerprints what a snapshot tells beside the tables: the plan, and how it is written;
    `due` the papers that are due now, empty where none is.
    """
    return warehouse.setting(PUBLISHED_TABLES) == _edition(warehouse, told) and due in (
        "", warehouse.setting(PUBLISHED_PAPERS),
    )  # fmt: skip


def _edition(warehouse: Warehouse, told: str) -> str:
    return f"{warehouse.tables_fingerprint()}/{told}"


def catch_up(warehouse: Warehouse, snapshot: Snapshot | None) -> None:
    """Take back what a snapshot published and the warehouse does not know.

    That is so where a night was killed between the two, and where the warehouse was made anew.
    """
    if snapshot is None or warehouse.setting(REGISTERED) == snapshot.snapshot_id:
        return
    path = literal(str(snapshot.file("restricted")))
    warehouse.connection.execute(f"attach {path} as kept (read_only)")
    try:
        with warehouse.transaction() as connection:
            for table, columns, source in (
                ("figure_register", f"{_KEY}, value, snapshot_id", "kept.figure_register"),
                ("revision", _REVISION, _KEPT_REVISION),
            ):
                connection.execute(
                    f"insert into quality.{table} by name select {columns} from {source} "
                    f"except select {columns} from quality.{table}"
                )
            warehouse.remember(REGISTERED, snapshot.snapshot_id)
    finally:
        warehouse.connection.execute("detach kept")
