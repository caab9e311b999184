"""Where a figure comes from: its tables, feeds and files; for analysts also its rule and its rows."""

from typing import Any

from dashboards import words
from dashboards.published import Published, Row

MOST_FILES = 20
_LAYERS = {"raw": "As delivered", "core": "As understood", "metrics": "As measured"}


def lineage(published: Published, metric_id: str) -> list[dict[str, Any]]:
    """Return each table a measure is made from, with its feed and the files that fill it."""
    states = {row["table_name"]: row for row in published.table_states}
    feeds = {row["feed_id"]: row for row in published.feeds}
    found = []
    for source in published.sources(metric_id):
        name = source["table_name"]
        files = _files(published, name)
        found.append(
            {
                "table_name": name,
                "layer": _LAYERS.get(name.split(".")[0], name.split(".")[0]),
                "state": states.get(name),
                "feed": feeds.get(source["feed_id"]),
                "files": files[:MOST_FILES],
                "file_count": len(files),
                "rows_loaded": sum(row["rows_loaded"] or 0 for row in files),
            }
        )
    order = {layer: rank for rank, layer in enumerate(_LAYERS)}
    return sorted(found, key=lambda row: order.get(row["table_name"].split(".")[0], len(order)))


def _files(published: Published, table_name: str) -> list[Row]:
    return published.rows(
        """
        select *
        from delivery
        where table_name = ? and state in ('loaded', 'partly_rejected')
        order by received_at desc nulls last, file_name desc
        """,
        [table_name],
    )


def rows_behind(published: Published, metric_id: str) -> dict[str, Any] | None:
    """Return the rule and the counts behind a measure; None for who may not see them."""
    if published.audience != "restricted":
        return None
    metric = published.metrics[metric_id]
    counts = published.rows(
        """
        select
            period_type, coalesce(breakdown, 'total') as breakdown, state, count(*) as row_count,
            count(distinct area_code) as area_count, min(period_start_date) as first,
            max(period_end_date) as last
        from observation
        where metric_id = ?
        group by all
        order by all
        """,
        [metric_id],
    )
    return {
        "query": _query(published, metric_id),
        "file": f"{metric['theme']}/{metric_id}.sql",
        "version": metric["version"],
        "ask": f"select * from observation where metric_id = '{metric_id}' limit 1000",
        "counts": [row | {"state": words.STATE.get(row["state"], row["state"])} for row in counts],
        "total": sum(row["row_count"] for row in counts),
    }


def _query(published: Published, metric_id: str) -> str | None:
    """Return the measure's own SELECT, where the snapshot carries it."""
    if not published.has("metric_query"):
        return None
    found = published.rows("select query from metric_query where metric_id = ?", [metric_id])
    return found[0]["query"] if found else None
