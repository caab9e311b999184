"""Where each feed stands: what it promised, what it delivered, and when the next is due."""

import datetime as dt

from pipelines.catalogue.catalogue import Catalogue
from pipelines.contract.feed import CADENCES, Feed
from pipelines.publish.completeness import holes, sentence
from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse


def fill_feed_status(warehouse: Warehouse, catalogue: Catalogue, business_date: dt.date) -> None:
    """Fill `out_feed_status`: one row per feed, late where its next delivery was due before today.

    Who reads the snapshot on a later day derives lateness anew by the same rule: due before that day.
    """
    warehouse.connection.execute(
        _FEED_STATUS.format(
            cadences=_promised(warehouse, catalogue), today=f"date '{business_date}'"
        )
    )


def _promised(warehouse: Warehouse, catalogue: Catalogue) -> str:
    """Write the feeds' promises as a VALUES list, with the last day each holds data for."""
    rows = []
    for feed in catalogue.feeds.values():
        data_to = _data_to(warehouse, feed)
        cells = [
            literal(feed.feed_id), literal(feed.title), literal(feed.supplier),
            literal(feed.cadence), str(CADENCES[feed.cadence]), str(feed.due_days),
            f"date '{data_to}'" if data_to else "null::date", literal(feed.marking),
            str(feed.reference).lower(), literal(sentence(holes(warehouse, feed))),
        ]  # fmt: skip
        rows.append("(" + ", ".join(cells) + ")")
    return ", ".join(rows) or "(null, null, null, null, null, null, null, null, null, null)"


def _data_to(warehouse: Warehouse, feed: Feed) -> dt.date | None:
    """Find the last day a feed holds data for: as it declares, else the last month it delivered."""
    table = f"raw.{feed.layouts[0].table}"
    if feed.data_to:
        if not warehouse.has(table):
            return None
        (found,) = warehouse.one(f"select ({feed.data_to})::date from {table}")
        return found
    (found,) = warehouse.one(
        """select last_day(max(p.month_start_date)) from quality.delivery_part as p
            join quality.delivery as d using (staged_file, table_name)
            where d.feed_id = ? and d.state in ('loaded', 'partly_rejected')""",
        [feed.feed_id],
    )
    return found


_FEED_STATUS = """
create or replace temp table out_feed_status as
with feed as (
    select * from (values {cadences}) as f
        (feed_id, title, supplier, cadence, cadence_days, due_days, data_to, marking, is_reference, holes)
    where feed_id is not null
),
delivered as (
    select feed_id,
        max(received_at) filter (state in ('loaded', 'partly_rejected')) as last_delivery_at,
        sum(rows_in_file)::bigint as rows_delivered, sum(rows_loaded)::bigint as rows_loaded,
        sum(rows_rejected)::bigint as rows_rejected, sum(rows_ignored)::bigint as rows_ignored,
        count(*) filter (state in ('refused', 'quarantined')) as files_refused,
        first(reason order by file_name) filter (state in ('refused', 'quarantined')) as refusal,
        first(file_name order by file_name)
            filter (state in ('refused', 'quarantined')) as refused_file,
        bool_or(is_synthetic) filter (state in ('loaded', 'partly_rejected')) as is_synthetic,
    from quality.delivery where state <> 'withdrawn' group by all
),
dated as (
    select *,
    case
        when cadence in ('irregular') or data_to is null then null
        when cadence = 'daily' then data_to + 1 + due_days
        when cadence = 'weekly' then data_to + 7 + due_days
        when cadence = 'monthly' then last_day((data_to + interval 1 day)::date) + due_days
        when cadence = 'quarterly' then last_day((data_to + interval 3 month)::date) + due_days
        else last_day((data_to + interval 12 month)::date) + due_days
    end as due_date,
    from feed left join delivered using (feed_id)
)
select feed_id, title, supplier, cadence, last_delivery_at, data_to, due_date,
    coalesce(rows_delivered, 0) as rows_delivered, coalesce(rows_loaded, 0) as rows_loaded,
    coalesce(rows_rejected, 0) as rows_rejected, coalesce(rows_ignored, 0) as rows_ignored,
    coalesce(files_refused, 0) as files_refused,
    case
        when last_delivery_at is null and files_refused > 0 then 'refused'
        when last_delivery_at is null then 'not_delivered'
        when files_refused > 0 then 'refused'
        when rows_rejected > 0 then 'partly_rejected'
        when due_date < {today} then 'late'
        else 'on_time'
    end as state,
    case
        when last_delivery_at is null and coalesce(files_refused, 0) = 0 then 'nothing has been delivered yet'
        when files_refused = 1 then refused_file || ': ' || refusal
        when files_refused > 1
            then format('{{}} files refused; first, {{}}: {{}}', files_refused, refused_file, refusal)
        else nullif(concat_ws('; ',
            case when rows_rejected > 0
                then format('{{}} of {{}} records rejected', rows_rejected, rows_delivered) end,
            case when due_date < {today}
                then format('due on {{}}, not delivered', strftime(due_date, '%-d %B %Y')) end,
            nullif(holes, '')), '')
    end as reason,
    coalesce(is_synthetic, false) as is_synthetic, marking,
from dated
"""
