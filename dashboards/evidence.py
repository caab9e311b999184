"""What stands behind a measure: its source, caveats and feeds, and the checks of its lineage."""

import datetime as dt
from dataclasses import dataclass

from dashboards import words
from snapshot.published import Published, Row


@dataclass(frozen=True)
class Evidence:
    """The proof that travels with a figure."""

    publisher: str
    caveats: tuple[str, ...]
    warnings: tuple[str, ...]
    passed: int
    total: int
    withheld: str | None
    next_due_text: str

    def source(self, latest: Row | None) -> str:
        """Name who published it, and the edition or delivery of the latest figure."""
        release = latest["source_release"] if latest else None
        return f"{self.publisher}, {release}" if release else self.publisher


def evidence(published: Published, metric: Row) -> Evidence:
    """Gather the proof of one measure from the checks and feeds of the tables it is made from."""
    sources = published.sources(metric["metric_id"])
    tables = {row["table_name"] for row in sources}
    own = f".{metric['metric_id']}"
    checks = published.checks_behind(metric["metric_id"])
    states = [row for row in published.table_states if row["table_name"] in tables]
    states += [row for row in published.table_states if row["table_name"].endswith(own)]
    feeds = {row["feed_id"] for row in sources if row["feed_id"]}
    standing = [feed for feed in published.feeds if feed["feed_id"] in feeds]
    failed = [row for row in checks if not row["passed"]]
    return Evidence(
        publisher=metric["publisher"] or "Publisher not stated",
        caveats=tuple(
            line.strip() for line in (metric["caveats"] or "").splitlines() if line.strip()
        ),
        warnings=tuple(map(_warning, failed)) + _late(published, standing),
        passed=len(checks) - len(failed),
        total=len(checks),
        withheld=_withheld(states),
        next_due_text=_next_due(published, standing),
    )


def _warning(check: Row) -> str:
    """Say which check did not pass, and whose fault that is."""
    if check["raised"]:
        return (
            f"A check of {check['table_name']} could not be made, which is our fault: "
            f"{check['expectation']}."
        )
    kind = "A promise" if check["severity"] == "critical" else "A check"
    sentence = f"{kind} of {check['table_name']} does not hold: {check['expectation']}"
    if not check["unexpected_count"]:
        return f"{sentence}."
    example = f", for example {check['sample']}" if check["sample"] else ""
    return f"{sentence} ({words.counted(check['unexpected_count'], 'row')}{example})."


def _withheld(states: list[Row]) -> str | None:
    bad = [row for row in states if row["state"] != "good"]
    bad.sort(key=lambda row: row["state"] != "broken")
    return f"{bad[0]['table_name']} is {bad[0]['state']}: {bad[0]['reason']}" if bad else None


def is_late(feed: Row, as_at: dt.date) -> bool:
    """Say whether a feed's next delivery should have come by a date."""
    return feed["due_date"] is not None and feed["due_date"] < as_at


def _late(published: Published, feeds: list[Row]) -> tuple[str, ...]:
    as_at = published.as_at
    sentences = []
    for feed in feeds:
        if is_late(feed, as_at):
            late = words.days_late_text(feed["due_date"], as_at)
            reason = f": {feed['reason']}" if feed["reason"] else ""
            sentences.append(f"The feed {feed['title']} is {late}{reason}.")
    return tuple(sentences)


def _next_due(published: Published, feeds: list[Row]) -> str:
    dates = [feed["due_date"] for feed in feeds if feed["due_date"]]
    if not dates:
        return ""
    due, as_at = min(dates), published.as_at
    return (
        f"next delivery {words.days_late_text(due, as_at)}"
        if due < as_at
        else f"next due {words.date_text(due)}"
    )
