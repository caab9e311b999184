"""The quality page: what came, what was refused, which promises broke, what is withheld and why."""

from typing import Any

from dashboards import words
from dashboards.evidence import is_late
from dashboards.pages import quality_trend
from dashboards.pages.deliveries import by_table, calendar, suppliers
from dashboards.pages.reader import Reader
from snapshot.published import Row

STATE_OF_FEED = {
    "on_time": "on time",
    "late": "late",
    "refused": "refused",
    "partly_rejected": "partly rejected",
    "not_delivered": "not delivered",
}
# A force's own records that lie in no area of it: the codes are ours (X98..., X99...).
_UNMATCHED = """
    select area_code, area_name, period_type, period_start_date, period_end_date, value
    from observation
    where metric_id = 'street_level_crime_count' and breakdown_value is null
    and period_type = 'month' and (area_code = ? or area_code = ?) and value is not null
    order by period_end_date desc, area_code desc
    limit 24
"""


def view(reader: Reader) -> dict[str, Any]:
    """Gather what the quality page says."""
    published = reader.published
    checks = published.checks
    failed = [row for row in checks if not row["passed"]]
    return {
        "calendar": calendar(reader),
        "by_table": by_table(published),
        "trend": quality_trend.trend(published),
        "rules": _rules(reader),
        "suppliers": suppliers(reader),
        "feeds": [row | {"standing": _standing(row, reader)} for row in published.feeds],
        "late": reader.late_feeds,
        "deliveries": published.rows(
            """
            select *
            from delivery
            where state in ('refused', 'quarantined', 'partly_rejected')
            order by received_at desc nulls last, file_name
            """
        ),
        "delivery_counts": published.rows(
            """
            select
                state, count(*) as files, sum(rows_in_file) as rows_in_file,
                sum(rows_loaded) as rows_loaded, sum(rows_rejected) as rows_rejected,
                sum(rows_ignored) as rows_ignored
            from delivery
            group by state
            order by state
            """
        ),
        "rejected": _rejected(reader),
        "checks_total": len(checks),
        "broken": [r for r in failed if r["severity"] == "critical" and not r["raised"]],
        "surprises": [r for r in failed if r["severity"] == "warning" and not r["raised"]],
        "raised": [r for r in failed if r["raised"]],
        "bad_tables": [row for row in published.table_states if row["state"] != "good"],
        "table_count": len(published.table_states),
        "withheld": reader.withheld,
        "unmatched": _unmatched(reader),
        "metrics_without": [m for m in reader.measures if m.latest is None],
    }


def _standing(feed: Row, reader: Reader) -> str:
    """Say in words how a feed stands on the day it is read."""
    as_at = reader.published.as_at
    if is_late(feed, as_at):
        return words.days_late_text(feed["due_date"], as_at)
    return STATE_OF_FEED.get(feed["state"], str(feed["state"]))


def _rejected(reader: Reader) -> list[Row]:
    """Return rejected records where this audience may see them at all."""
    if reader.published.audience != "restricted":
        return []
    return reader.published.rows("select * from rejected_record order by file_name, line limit 100")


def _rules(reader: Reader) -> list[Row]:
    """Count the rejected records by the rule they break, where this audience may see them."""
    if reader.published.audience != "restricted":
        return []
    return reader.published.rows(
        """
        select
            coalesce(feed.title, record.feed_id) as feed, record.column_name, record.rule,
            count(*) as records, count(distinct record.file_name) as files
        from rejected_record as record
        left join feed_status as feed using (feed_id)
        group by all
        order by records desc, feed, column_name, rule
        """
    )


def _unmatched(reader: Reader) -> list[tuple[str, str, str]]:
    force = reader.published.snapshot["force_code"]
    codes = [f"X98{force[-6:]}", f"X99{force[-6:]}"]
    return [
        (
            words.period_text(row["period_type"], row["period_start_date"], row["period_end_date"]),
            row["area_name"],
            words.number_text(row["value"]),
        )
        for row in reader.published.rows(_UNMATCHED, codes)
    ]
