"""The quality of a night as one HTML file that stands alone, kept with the night's snapshot."""

from typing import Any

from dashboards import words
from dashboards.evidence import is_late
from dashboards.standalone import templates
from snapshot import synthetic
from snapshot.published import Published, Row

MOST_FILES = 500


def quality_page(published: Published, snapshot_id: str) -> str:
    """Write what came, what was refused, which promises broke, and what is withheld and why."""
    return templates().get_template("quality_file.html").render(
        snapshot=published.snapshot, snapshot_id=snapshot_id, words=words, stamp=synthetic.FIGURES,
        most_files=MOST_FILES, **_found(published),
    )  # fmt: skip


def _found(published: Published) -> dict[str, Any]:
    failed = [row for row in published.checks if not row["passed"]]
    return {
        "feeds": [row | {"standing": _standing(row, published)} for row in published.feeds],
        "late": [row for row in published.feeds if is_late(row, published.as_at)],
        "bad_tables": [row for row in published.table_states if row["state"] != "good"],
        "table_count": len(published.table_states),
        "withheld": published.rows(
            """
            select metric.title, metric.metric_id, any_value(observation.reason) as reason
            from metric
            join observation using (metric_id)
            where observation.state = 'withheld'
            group by all
            order by metric.title, metric.metric_id
            """
        ),
        "files": published.rows(
            """
            select *
            from delivery
            where state in ('refused', 'quarantined', 'partly_rejected')
            order by received_at desc nulls last, file_name
            """
        ),
        "results": published.rows(
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
        "checks_total": len(published.checks),
        "failed": (
            ("Broken promises", [r for r in failed if _is(r, "critical")]),
            ("Surprises", [r for r in failed if _is(r, "warning")]),
            ("Checks that could not be made (a fault of ours)", [r for r in failed if r["raised"]]),
        ),
    }


def _is(row: Row, severity: str) -> bool:
    return row["severity"] == severity and not row["raised"]


def _standing(feed: Row, published: Published) -> str:
    """Say in words how a feed stands."""
    if is_late(feed, published.as_at):
        return words.days_late_text(feed["due_date"], published.as_at)
    return str(feed["state"]).replace("_", " ")
