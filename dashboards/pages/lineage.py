"""Where a figure comes from: its tables, feeds and files; for analysts also its rule and its rows."""

from typing import Any

from dashboards import words
from dashboards.pages.reader import Reader
from snapshot.published import Published, Row

MOST_FILES = 20
LAYERS = {"raw": "As delivered", "core": "As understood", "metrics": "As measured"}


def lineage(reader: Reader, metric_id: str) -> list[dict[str, Any]]:
    """Return each table a measure is made from, with its feed and the files that fill it."""
    published = reader.published
    states = {row["table_name"]: row for row in published.table_states}
    feeds = {row["feed_id"]: row for row in published.feeds}
    files_of = reader.once("files", lambda: _files(published))
    tables = []
    for source in published.sources(metric_id):
        name = source["table_name"]
        files = files_of.get(name, [])
        tables.append(
            {
                "table_name": name,
                "layer": LAYERS.get(name.split(".")[0], name.split(".")[0]),
                "state": states.get(name),
                "feed": feeds.get(source["feed_id"]),
                "files": files,
                "file_count": files[0]["file_count"] if files else 0,
                "rows_loaded": files[0]["all_rows_loaded"] if files else 0,
            }
        )
    order = {layer: rank for rank, layer in enumerate(LAYERS)}
    return sorted(tables, key=lambda row: order.get(row["table_name"].split(".")[0], len(order)))


def _files(published: Published) -> dict[str, list[Row]]:
    """Return the latest files of every table, each with how many the table has in all."""
    files: dict[str, list[Row]] = {}
    for row in published.rows(
        """
        select
            *,
            count(*) over (partition by table_name) as file_count,
            cast(sum(coalesce(rows_loaded, 0)) over (partition by table_name) as bigint)
                as all_rows_loaded
        from delivery
        where state in ('loaded', 'partly_rejected')
        qualify row_number() over (
            partition by table_name order by received_at desc nulls last, file_name desc
        ) <= ?
        order by received_at desc nulls last, file_name desc
        """,
        [MOST_FILES],
    ):
        files.setdefault(row["table_name"], []).append(row)
    return files


def rows_behind(published: Published, metric_id: str) -> dict[str, Any] | None:
    """Return the rule and the counts behind a measure; None for who may not see them."""
    if published.audience != "restricted":
        return None
    metric = published.metrics[metric_id]
    run = _run(published, metric_id)
    read_by_it = {name.strip() for name in (run.get("reads") or "").split(",")}
    states = {row["table_name"]: row for row in published.table_states}
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
        "query": run.get("query"),
        "run_on": run.get("business_date"),
        "rows_made": run.get("row_count"),
        "upstream": [
            {
                "table_name": source["table_name"],
                "row_count": (states.get(source["table_name"]) or {}).get("row_count"),
                "is_read": source["table_name"] in read_by_it,
            }
            for source in published.sources(metric_id)
            if source["table_name"] != f"metrics.{metric_id}"
        ],
        "file": f"{metric['theme']}/{metric_id}.sql",
        "version": metric["version"],
        "ask": f"select * from observation where metric_id = '{metric_id}' limit 1000",
        "counts": [row | {"state": words.STATE.get(row["state"], row["state"])} for row in counts],
        "total": sum(row["row_count"] for row in counts),
    }


def _run(published: Published, metric_id: str) -> Row:
    """Return the measure's own SELECT as it was run, where the snapshot carries it."""
    if not published.has("metric_query"):
        return {}
    runs = published.rows("select * from metric_query where metric_id = ?", [metric_id])
    return runs[0] if runs else {}
