"""Words of a scorecard: reasons turned to the supplier, shares, and the trend of the deliveries."""

import re
from collections.abc import Sequence

from dashboards import words
from snapshot.published import Row

_ADDRESSED = (
    (re.compile(r"\bask the supplier to ", re.IGNORECASE), "Please "),
    (re.compile(r"\bask the supplier for ", re.IGNORECASE), "Please send "),
    (re.compile(r"\bask the supplier\b", re.IGNORECASE), "Please tell us"),
    (re.compile(r", or declare [^.;]*contract"), ""),
    (re.compile(r"\bthis supplier's\b"), "your"),
)
_SAME = 0.0005  # shares nearer than a twentieth of a per cent are told as the same


def to_supplier(reason: str) -> str:
    """Turn a reason, written for the office, to the supplier: `Ask the supplier to` is `Please`."""
    for found, said in _ADDRESSED:
        reason = found.sub(said, reason)
    # What stands after a full stop or by itself begins with a capital, the rest does not.
    return re.sub(r"(?<=[;,] )Please", "please", reason[:1].upper() + reason[1:])


def share_text(part: int, whole: int) -> str:
    """Say a part of a whole as a count and a percentage: 7 (0.7%)."""
    if not part or not whole:
        return "none"
    share = 100 * part / whole
    return f"{part:,} (under 0.1%)" if share < 0.1 else f"{part:,} ({share:.1f}%)"


def trend_text(days: Sequence[Row]) -> str:
    """Compare the latest day's deliveries with those before it."""
    counted = [day for day in days if day["rows_in_file"]]
    if not days:
        return "Nothing has been delivered, so there is no trend."
    if len(counted) < 2:
        return f"Everything came on {words.date_text(days[-1]['day'])}, so there is no trend yet."
    latest, earlier = counted[-1], counted[:-1]
    now = latest["rows_rejected"] / latest["rows_in_file"]
    before = sum(day["rows_rejected"] for day in earlier) / sum(
        day["rows_in_file"] for day in earlier
    )
    on = words.date_text(latest["day"])
    if abs(now - before) < _SAME:
        return f"The share of records rejected on {on}, {now:.1%}, is as it was before."
    moved = "fell" if now < before else "rose"
    return (
        f"The share of records rejected {moved} to {now:.1%} on {on}, from {before:.1%} over the "
        f"{words.counted(len(earlier), 'delivery day')} before."
    )
