"""What the pipeline remembers of each night: how its checks ended, how feeds and figures stood."""

import datetime as dt
from collections.abc import Container

from pipelines.site.plan import Plan
from pipelines.store.warehouse import Warehouse


def remember_night(
    warehouse: Warehouse, plan: Plan, own: Container[str], business_date: dt.date
) -> None:
    """Write down how feeds and promised figures stand tonight.

    A night run again says anew how feeds stand; of figures only the first run counts. Fills
    `quality.published_figure` with how many figures of the shortest period there are,
    `quality.night_feed` from `out_feed_status` (feeds that have a due date) and
    `quality.night_figure` from the states of the tables that the plan's promised measures are in.
    """
    promised = sorted(
        {
            promise.metric_id
            for promise in plan.promises
            if promise.metric_id and f"metrics.{promise.metric_id}" not in own
        }
    )
    office = warehouse.site.force_code
    counted = " union all ".join(
        f"select count(*) as n from {name} where coalesce(value, numerator) is not null"
        for name in sorted(warehouse.tables())
        if name.startswith("metrics.") and name not in own
    )
    with warehouse.transaction() as connection:
        for table in ("night_feed", "published_figure"):
            connection.execute(
                f"delete from quality.{table} where business_date = ?", [business_date]
            )
        if counted:
            connection.execute(
                f"insert into quality.published_figure select ?, ?, sum(n)::bigint from ({counted})",
                [business_date, office],
            )
        connection.execute(
            "insert into quality.night_feed select ?, ?, feed_id, state, due_date "
            "from out_feed_status where due_date is not null or state = 'not_delivered'",
            [business_date, office],
        )
        connection.execute(
            """insert into quality.night_figure
            select ?, ?, metric_id, coalesce(bool_and(s.state = 'good'), false)
            from (select unnest(?) as metric_id) as promised
            left join quality.table_state as s on s.table_name = 'metrics.' || metric_id
            where ? not in (select business_date from quality.night_figure)
            group by metric_id""",
            [business_date, office, promised, business_date],
        )


def remember_quality(warehouse: Warehouse, snapshot_id: str, business_date: dt.date) -> None:
    """Write down how the checks of each layer ended tonight; a night run again says it anew.

    Fills `quality.night_quality` from the states of the tables, their checks as last evaluated, the
    ledger and `out_feed_status`.
    """
    with warehouse.transaction() as connection:
        connection.execute(
            "delete from quality.night_quality where business_date = ?", [business_date]
        )
        connection.execute(
            """
            insert into quality.night_quality by name
            with checked as (
                select split_part(table_name, '.', 1) as layer,
                    count(*) as check_count,
                    count(*) filter (passed) as passed_count,
                    count(*) filter (not passed and not raised and severity = 'critical')
                        as broken_count,
                    count(*) filter (not passed and not raised and severity <> 'critical')
                        as surprise_count,
                    count(*) filter (raised) as raised_count,
                from quality.quality_check
                group by all
            ),
            built as (
                select split_part(table_name, '.', 1) as layer,
                    count(*) as table_count,
                    count(*) filter (state = 'good') as good_table_count,
                from quality.table_state
                group by all
            ),
            delivered as (
                select 'raw' as layer,
                    count(*) filter (state in ('refused', 'quarantined')) as refused_file_count,
                    coalesce(sum(rows_rejected), 0)::bigint as rejected_row_count,
                    (select count(*) from out_feed_status where state = 'late') as late_feed_count,
                from quality.delivery
                where state <> 'withdrawn'
            )
            select ?::date as business_date, ?::varchar as snapshot_id, layer,
                table_count, good_table_count,
                coalesce(check_count, 0) as check_count, coalesce(passed_count, 0) as passed_count,
                coalesce(broken_count, 0) as broken_count,
                coalesce(surprise_count, 0) as surprise_count,
                coalesce(raised_count, 0) as raised_count,
                late_feed_count, refused_file_count, rejected_row_count,
            from built
            left join checked using (layer)
            left join delivered using (layer)
            """,
            [business_date, snapshot_id],
        )
        connection.execute(
            "create or replace temp table out_quality_history as from quality.night_quality"
        )
