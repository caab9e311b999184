"""The weekly digest: for each owner, what changed in their measures, and whether it is a signal.

It compares the snapshot that the week ended with and the one a week before. It holds the words of
the signals, never a figure.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipelines.errors import SnapshotError
from pipelines.site.site import Site
from snapshot import snapshots
from snapshot.published import READING_ERRORS, Published
from snapshot.snapshots import Snapshot

A_WEEK = dt.timedelta(days=7)
SIGNALS = ("improving", "concern", "shift")
_QUERY = """
select metric.metric_id, metric.title, metric.owner, s.as_at, s.variation, s.sentence,
    coalesce(t.state, 'good') as state
from metric
left join signal as s
    on s.metric_id = metric.metric_id
    and s.period_type = metric.frequency
    and s.area_code = (select force_code from snapshot)
    and s.breakdown_value is null
left join table_state as t on t.table_name = 'metrics.' || metric.metric_id
order by metric.theme, metric.title
"""
_REVISED = """
select distinct metric_id
from revision
where is_material and business_date > ? and business_date <= ?
    and area_code = (select force_code from snapshot) and breakdown_value is null
"""


@dataclass(frozen=True)
class Judged:
    """How one measure of our own area stands in one snapshot."""

    metric_id: str
    title: str
    owner: str
    as_at: dt.date | None
    variation: str | None
    sentence: str | None
    state: str


@dataclass
class OwnersWeek:
    """One owner's measures over a week; a list of sentences for each thing that may be."""

    owner: str
    new_signals: list[str] = field(default_factory=list)
    ended_signals: list[str] = field(default_factory=list)
    new_figures: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    standing_signals: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def has_changed(self) -> bool:
        """Say whether there is anything to write about."""
        return bool(self.new_signals or self.ended_signals or self.new_figures or self.revised)


@dataclass(frozen=True)
class Digest:
    """One week of one site."""

    week_ending: dt.date
    snapshot_id: str
    before_id: str | None
    is_synthetic: bool
    weeks: list[OwnersWeek]


def digest(site: Site, week_ending: dt.date, audience: str = "board") -> Digest:
    """Compare the snapshots of two weeks' ends."""
    found = snapshots.listed(site.published)
    after = _as_at(found, week_ending)
    if after is None:
        raise SnapshotError(
            f"{site.published}: no snapshot is as at {week_ending} or earlier. "
            "`pcplan snapshots` lists those there are."
        )
    before = _as_at(found, week_ending - A_WEEK)
    now, is_synthetic = _judged(after, audience)
    then = {one.metric_id: one for one in _judged(before, audience)[0]} if before else {}
    revised = _revised(after, audience, week_ending)
    weeks: dict[str, OwnersWeek] = {}
    for one in now:
        week = weeks.setdefault(one.owner, OwnersWeek(one.owner))
        _place(week, one, then.get(one.metric_id), one.metric_id in revised)
    before_id = before.snapshot_id if before else None
    return Digest(
        week_ending, after.snapshot_id, before_id, is_synthetic, [weeks[o] for o in sorted(weeks)]
    )


def _place(week: OwnersWeek, one: Judged, before: Judged | None, is_revised: bool) -> None:
    """Put one measure where it belongs in its owner's week."""
    is_signal = one.variation in SIGNALS
    said = _said(one)
    if one.state != "good":
        week.withheld.append(f"{one.title}: {one.state}, what was published before stands")
    if is_revised:
        week.revised.append(f"{one.title}: earlier figures were revised by more than usual")
    has_new = one.as_at is not None and (before is None or before.as_at != one.as_at)
    if is_signal and (before is None or (before.variation, before.sentence) != _verdict(one)):
        week.new_signals.append(said)
    elif before is not None and before.variation in SIGNALS and not is_signal:
        week.ended_signals.append(said)
    elif is_signal:
        week.standing_signals.append(said)
    elif has_new:
        week.new_figures.append(said)
    else:
        week.unchanged += 1


def _verdict(one: Judged) -> tuple[str | None, str | None]:
    return one.variation, one.sentence


def _said(one: Judged) -> str:
    to = f" (figures to {one.as_at.day} {one.as_at:%B %Y})" if one.as_at else ""
    if one.variation == "too_few":
        return f"{one.title}: too few figures to judge{to}"
    return f"{one.sentence or one.title}{to}"


def _as_at(found: Iterable[Snapshot], last: dt.date) -> Snapshot | None:
    """Choose the newest snapshot as at a day or before it."""
    for snapshot in found:  # newest first
        if dt.date.fromisoformat(snapshot.manifest["business_date"]) <= last:
            return snapshot
    return None


def _judged(snapshot: Snapshot, audience: str) -> tuple[list[Judged], bool]:
    rows = _rows(snapshot, audience, _QUERY)
    (about,) = _rows(snapshot, audience, "select is_synthetic from snapshot")
    return [Judged(**row) for row in rows], bool(about["is_synthetic"])


def _revised(snapshot: Snapshot, audience: str, week_ending: dt.date) -> set[str]:
    rows = _rows(snapshot, audience, _REVISED, [week_ending - A_WEEK, week_ending])
    return {str(row["metric_id"]) for row in rows}


def _rows(
    snapshot: Snapshot, audience: str, query: str, parameters: list[dt.date] | None = None
) -> list[dict[str, Any]]:
    folder = snapshot.folder.parents[1]
    try:
        with Published(folder, audience, snapshot.snapshot_id) as published:
            return published.rows(query, parameters or [])
    except READING_ERRORS as error:
        raise SnapshotError(
            f"{snapshot.file(audience)}: cannot be read. `pcplan verify {snapshot.snapshot_id}` "
            "tells more."
        ) from error
