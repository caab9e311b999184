"""How the checks of the last nights ended: a column for each night, and the table beside it."""

from dataclasses import dataclass
from itertools import groupby

from dashboards import words
from dashboards.charts.spec import Chart, Point, Series
from dashboards.tables import EMPTY, Table
from snapshot.published import Published, Row

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


@dataclass(frozen=True)
class Trend:
    """The trend in words, as a picture where there are two nights or more, and as a table."""

    finding: str
    chart: Chart | None
    table: Table
    by_layer: Table
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
    said = (
        f"{last['failed_count']:,} of {last['check_count']:,} checks did not pass on "
        f"{words.date_text(last['business_date'])}"
    )
    if len(nights) == 1:
        return f"{said}. The trend begins with the next published night"
    return f"{said}; {nights[1]['failed_count']:,} on {words.date_text(nights[1]['business_date'])}"


def _chart(published: Published, nights: list[Row], finding: str) -> Chart | None:
    if len(nights) < 2:
        return None
    points = tuple(
        Point(
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


def _table(nights: list[Row]) -> Table:
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
    return Table(_COLUMNS, body, len(_COLUMNS) - 2)


_LAYERS = {"raw": "As delivered", "core": "As understood", "metrics": "As measured"}


def _by_layer(rows: list[Row]) -> Table:
    """Lay the latest night out by layer."""
    latest = [row for row in rows if row["business_date"] == rows[0]["business_date"]]
    order = list(_LAYERS)
    latest.sort(key=lambda row: order.index(row["layer"]) if row["layer"] in order else len(order))
    body = tuple(
        (
            _LAYERS.get(row["layer"], str(row["layer"])),
            f"{row['good_table_count']:,} of {row['table_count']:,}",
            f"{row['passed_count']:,} of {row['check_count']:,}",
            *(words.number_text(row[name]) for name in _COUNTS[4:7]),
        )
        for row in latest
    )
    return Table(("Layer", *_COLUMNS[1:6]), body, 5) if body else EMPTY
