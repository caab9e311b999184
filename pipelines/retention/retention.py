"""Which snapshots are kept and which removed, by rule: nights, weeks, board dates for ever.

`[keep]` in site.toml sets how many. The current snapshot, the two newest, all of the last day, and
any that a paper or a signature names are never removed, whatever it says.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pipelines import effects
from pipelines.retention import kept
from pipelines.settings.declared import Declared, must
from pipelines.site.site import Site
from snapshot import snapshots

REMOVING = "removing"  # a folder beside `snapshots`, which no reader looks into
NEWEST = 2  # kept to go back to, however few nights are asked for
LAST_DAY = dt.timedelta(hours=24)
_Count = Annotated[int, must("a whole number of 1 or more", lambda count: count >= 1)]


@dataclass(frozen=True, kw_only=True)
class Keep(Declared):
    """What site.toml says about how long things are kept.

    `daily` and `weekly` count the nights and weeks whose last snapshot stays; `staged_nights` the
    nights that the working copy of a replaced delivery stays; `run_days` the days that Dagster
    remembers a run; with `deliveries` a delivery is erased when the years that its contract gives
    are over.
    """

    daily: _Count = 30
    weekly: _Count = 12
    staged_nights: _Count = 7
    run_days: _Count = 90
    deliveries: bool = True

    @classmethod
    def of(cls, site: Site) -> "Keep":
        """Read `[keep]`; what it leaves out is as usual."""
        return site.document.read(cls, "keep")


@dataclass(frozen=True)
class Verdict:
    """What becomes of one snapshot: kept for these reasons, or removed where there are none."""

    snapshot_id: str
    business_date: dt.date | None
    reasons: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Say whether anything keeps it."""
        return bool(self.reasons)


@dataclass(frozen=True)
class Removal:
    """What a pass removed, and what it left because a reader has it open."""

    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def plan(site: Site, at: dt.datetime | None = None) -> list[Verdict]:
    """Say of every snapshot, newest first, whether it stays and why; changes nothing."""
    keep, at = Keep.of(site), at or dt.datetime.now(dt.UTC)
    found = {snapshot.snapshot_id: snapshot for snapshot in snapshots.listed(site.published)}
    dates = kept.dates(found.values())
    reasons: dict[str, list[str]] = defaultdict(list)
    for name in sorted(dates, reverse=True):
        if found[name].is_current:
            reasons[name].append("current")
        if at - dt.datetime.fromisoformat(found[name].manifest["published_at"]) < LAST_DAY:
            reasons[name].append("published in the last day")
    for name in sorted(dates, reverse=True)[:NEWEST]:
        reasons[name].append("to go back to")
    for name in _last_of_each(dates, keep.daily, lambda date: date):
        reasons[name].append("last of its night")
    for name in _last_of_each(dates, keep.weekly, lambda date: date.isocalendar()[:2]):
        reasons[name].append("last of its week")
    for name, why in kept.for_ever(site, dates).items():
        reasons[name].append(why)
    verdicts = [Verdict(name, date, tuple(reasons[name])) for name, date in dates.items()]
    unread = ("its manifest cannot be read: see `pcplan doctor`",)
    verdicts += [Verdict(name, None, unread) for name in _folders(site) - dates.keys()]
    return sorted(verdicts, key=lambda verdict: verdict.snapshot_id, reverse=True)


def apply(site: Site, verdicts: Iterable[Verdict]) -> Removal:
    """Remove what nothing keeps; call it while holding the site.

    A snapshot is moved away first, so that no reader begins with it, and then deleted. One that a
    reader has open is left for the next night where the system does not let it go (Windows).
    """
    kept.remember(site, kept.dates(snapshots.listed(site.published)))
    for begun in sorted((site.published / REMOVING).glob("*")):
        _delete(begun)
    removed: list[str] = []
    left: list[str] = []
    for verdict in verdicts:
        if not verdict.is_kept:
            (removed if remove(site, verdict.snapshot_id) else left).append(verdict.snapshot_id)
    return Removal(tuple(removed), tuple(left))


def remove(site: Site, snapshot_id: str) -> bool:
    """Remove one snapshot; False where a reader has it open and the system keeps it for him."""
    going = site.published / REMOVING / snapshot_id
    effects.make_folder(going.parent)
    _delete(going)
    try:
        effects.replace(site.published / "snapshots" / snapshot_id, going)
    except PermissionError:
        return False
    _delete(going)
    return True


def after_night(site: Site) -> Removal:
    """Apply the rule at the end of a night; costs a listing of a folder where nothing is due."""
    return apply(site, plan(site))


def _delete(folder: Path) -> None:
    """Delete a renamed snapshot; what a reader still holds goes at the next pass."""
    try:
        effects.remove_tree(folder)
    except PermissionError:
        return


def _folders(site: Site) -> set[str]:
    return {
        path.name
        for path in (site.published / "snapshots").glob("*")
        if path.is_dir() and not path.name.endswith(effects.PARTIAL)
    }


def _last_of_each(
    dates: Mapping[str, dt.date], count: int, unit: Callable[[dt.date], Hashable]
) -> list[str]:
    """Name the last snapshot of each of the latest nights, or weeks, that have any."""
    found: dict[Hashable, str] = {}
    for name, date in sorted(dates.items(), key=lambda item: (item[1], item[0]), reverse=True):
        found.setdefault(unit(date), name)
    return list(found.values())[:count]
