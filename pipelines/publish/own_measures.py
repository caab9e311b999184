"""What the pipeline remembers of each night, for the measures of the pipeline itself."""

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
