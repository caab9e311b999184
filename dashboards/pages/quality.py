"""The quality page: what came, what was refused, which promises broke, what is withheld and why;
how the checks of the last nights ended: a column for each night, and the table beside it.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dashboards import words
from dashboards.charts.spec import Chart, ChartPoint, Series
from dashboards.evidence import is_late
from dashboards.pages.deliveries import by_table, calendar, suppliers
from dashboards.pages.lineage import LAYERS
from dashboards.pages.reader import Reader
from dashboards.tables import EMPTY, TextTable
from dashboards.web.pages import Pages
from snapshot.published import Published, Row

quality = Pages("quality")
STATE_OF_FEED = {
    "on_time": "on time",
    "late": "late",
    "refused": "refused",
    "partly_rejected": "partly rejected",
    "not_delivered": "not delivered",
}
MOST_NIGHTS = 28
_COUNTS = (
    *("table_count", "good_table_count", "check_count", "passed_count", "broken_count"),
    *("surprise_count", "raised_count", "late_feed_count", "refused_file_count"),
    "rejected_row_count",
)
_COLUMNS = (
    *("Night", "Tables good", "Checks passed", "Broken promises", "Surprises", "Not made"),
    *("Feeds late", "Files refused", "Records rejected so far", "Snapshot"),
)
SOURCE = "this system's own record of its nights"
# A force's own records that lie in no area of it: the codes are ours (X98..., X99...).
_UNMATCHED = """
    select area_code, area_name, period_type, period_start_date, period_end_date, value
    from observation
    where metric_id = 'street_level_crime_count' and breakdown_value is null
    and period_type = 'month' and (area_code = ? or area_code = ?) and value is not null
    order by period_end_date desc, area_code desc
    limit 24
"""


@quality.page("/quality", "quality.html", "Quality")
def view(reader: Reader) -> dict[str, Any]:
    """Gather what the quality page says."""
    published = reader.published
    checks = published.checks
    failed = [row for row in checks if not row["passed"]]
    return {
        "calendar": calendar(reader),
        "by_table": by_table(published),
        "trend": trend(published),
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


@dataclass(frozen=True)
class Trend:
    """The trend in words, as a picture where there are two nights or more, and as a table."""

    finding: str
    chart: Chart | None
    table: TextTable
    by_layer: TextTable
    source: str = SOURCE

    @property
    def summary(self) -> str:
        """Return what the picture says."""
        return self.finding


def trend(published: Published) -> Trend | None:
    """Gather the last nights; None where this snapshot remembers none."""
    rows = published.table("quality_history", "business_date desc, layer")
    nights = [_night(list(group)) for _, group in groupby(rows, key=lambda r: r["business_date"])]
    nights = nights[:MOST_NIGHTS]
    if not nights:
        return None
    finding = _finding(nights)
    return Trend(finding, _chart(published, nights, finding), _table(nights), _by_layer(rows))


def _night(layers: list[Row]) -> Row:
    """Add up the layers of a night."""
    sums = {name: sum(row[name] or 0 for row in layers) for name in _COUNTS}
    sums["failed_count"] = sums["check_count"] - sums["passed_count"]
    first = layers[0]
    return sums | {name: first[name] for name in ("business_date", "snapshot_id")}


def _finding(nights: list[Row]) -> str:
    last = nights[0]
    text = (
        f"{last['failed_count']:,} of {last['check_count']:,} checks did not pass on "
        f"{words.date_text(last['business_date'])}"
    )
    if len(nights) == 1:
        return f"{text}. The trend begins with the next published night"
    return f"{text}; {nights[1]['failed_count']:,} on {words.date_text(nights[1]['business_date'])}"


def _chart(published: Published, nights: list[Row], finding: str) -> Chart | None:
    if len(nights) < 2:
        return None
    points = tuple(
        ChartPoint(
            label=_short(night),
            value=night["failed_count"],
            value_text=words.number_text(night["failed_count"]),
            period_start_date=night["business_date"],
        )
        for night in reversed(nights)
    )
    return Chart(
        chart_id="quality_history",
        form="bars",
        finding=finding,
        subtitle="Checks that did not pass, number, by published night",
        summary=finding,
        unit_text="number",
        value_format=",.0f",
        series=(Series("Checks that did not pass", points),),
        source=SOURCE,
        snapshot_id=published.snapshot_id,
        period_word="night",
    )


def _short(night: Row) -> str:
    date = night["business_date"]
    return f"{date.day} {words.MONTHS[date.month - 1][:3]}"


def _table(nights: list[Row]) -> TextTable:
    body = tuple(
        (
            words.date_text(night["business_date"]),
            f"{night['good_table_count']:,} of {night['table_count']:,}",
            f"{night['passed_count']:,} of {night['check_count']:,}",
            *(words.number_text(night[name]) for name in _COUNTS[4:]),
            night["snapshot_id"],
        )
        for night in nights
    )
    return TextTable(_COLUMNS, body, len(_COLUMNS) - 2)


def _by_layer(rows: list[Row]) -> TextTable:
    """Lay the latest night out by layer."""
    latest = [row for row in rows if row["business_date"] == rows[0]["business_date"]]
    order = list(LAYERS)
    latest.sort(key=lambda row: order.index(row["layer"]) if row["layer"] in order else len(order))
    body = tuple(
        (
            LAYERS.get(row["layer"], str(row["layer"])),
            f"{row['good_table_count']:,} of {row['table_count']:,}",
            f"{row['passed_count']:,} of {row['check_count']:,}",
            *(words.number_text(row[name]) for name in _COUNTS[4:7]),
        )
        for row in latest
    )
    return TextTable(("Layer", *_COLUMNS[1:6]), body, 5) if body else EMPTY
