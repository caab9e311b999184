"""The first page: what really changed, what is late or withheld, what the board must decide."""

from typing import Any

from dashboards import words
from dashboards.measures import Measure
from dashboards.pages.reader import Reader


def view(reader: Reader) -> dict[str, Any]:
    """Gather what the first page says."""
    unkept = reader.unkept_promises
    withheld = {m.metric["metric_id"] for m in reader.withheld}
    judged = [m for m in reader.measures if m.variation != "too_few"]
    return {
        "changed": reader.with_signal,
        "changed_text": _changed_text(reader, len(judged)),
        "not_judged": len(reader.measures) - len(judged),
        "late": [
            (feed, words.days_late_text(feed["due_date"], reader.published.as_at))
            for feed in reader.late_feeds
        ],
        "withheld": reader.withheld,
        "unkept": [row for row in unkept if row["state"] == "no_figure"],
        "waiting": [
            row
            for row in unkept
            if row["state"] != "no_figure" and row["metric_id"] not in withheld
        ],
        "promise_count": len(reader.published.promises),
        "priorities": {row["priority_id"]: row for row in reader.published.priorities},
        "broken": [check for check in reader.published.checks if not check["passed"]],
        "themes": [_theme(row, reader) for row in reader.published.themes],
    }


def _changed_text(reader: Reader, judged: int) -> str:
    signals = len(reader.with_signal)
    if not judged:
        return "We cannot tell yet: no measure has enough figures to judge."
    verb = "shows" if signals == 1 else "show"
    noun = words.counted(signals, "measure")
    return f"{noun[0].upper()}{noun[1:]} of {judged} judged {verb} more than chance."


def _theme(row: dict[str, Any], reader: Reader) -> dict[str, Any]:
    found = reader.of_theme(row["theme"])
    dated = [m for m in found if m.latest]
    oldest = min(dated, key=_end) if dated else None
    return row | {
        "measures": words.counted(len(found), "measure"),
        "signals": words.counted(sum(m.has_signal for m in found), "signal"),
        "without": sum(m.latest is None for m in found),
        "oldest": oldest,
    }


def _end(measure: Measure) -> Any:
    return measure.latest["period_end_date"] if measure.latest else None
