"""The weekly digest: for each owner, what changed in their measures, and whether it is a signal.

It is mailed to the owners of measures, each their own. It compares the snapshot that the week ended
with and the one a week before, and holds the words of the signals, never a figure.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.errors import ConfigurationError, SnapshotError
from pipelines.monitoring.notifications import memory as memories
from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.monitoring.notifications.mail import send_mail
from pipelines.monitoring.notifications.memory import Memory
from pipelines.monitoring.notifications.send import RetryPolicy
from pipelines.monitoring.notifications.settings import Mail, Settings
from pipelines.monitoring.status import counted
from pipelines.site.site import Site
from snapshot import snapshots
from snapshot.published import READING_ERRORS, Published
from snapshot.snapshots import Snapshot
from snapshot.synthetic import IN_A_MESSAGE

CHANNEL = "digest"
DONE = ""  # beside the owners: the last week whose digest is done with
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
    published = snapshots.listed(site.published)
    after = _as_at(published, week_ending)
    if after is None:
        raise SnapshotError(
            f"{site.published}: no snapshot is as at {week_ending} or earlier. "
            "`pcplan snapshots` lists those there are."
        )
    before = _as_at(published, week_ending - A_WEEK)
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
    sentence = _sentence(one)
    if one.state != "good":
        week.withheld.append(f"{one.title}: {one.state}, what was published before stands")
    if is_revised:
        week.revised.append(f"{one.title}: earlier figures were revised by more than usual")
    has_new = one.as_at is not None and (before is None or before.as_at != one.as_at)
    if is_signal and (before is None or (before.variation, before.sentence) != _verdict(one)):
        week.new_signals.append(sentence)
    elif before is not None and before.variation in SIGNALS and not is_signal:
        week.ended_signals.append(sentence)
    elif is_signal:
        week.standing_signals.append(sentence)
    elif has_new:
        week.new_figures.append(sentence)
    else:
        week.unchanged += 1


def _verdict(one: Judged) -> tuple[str | None, str | None]:
    return one.variation, one.sentence


def _sentence(one: Judged) -> str:
    to = f" (figures to {one.as_at.day} {one.as_at:%B %Y})" if one.as_at else ""
    if one.variation == "too_few":
        return f"{one.title}: too few figures to judge{to}"
    return f"{one.sentence or one.title}{to}"


def _as_at(published: Iterable[Snapshot], last: dt.date) -> Snapshot | None:
    """Choose the newest snapshot as at a day or before it."""
    for snapshot in published:  # newest first
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


def worded(week: OwnersWeek, whole: Digest, office: str) -> str:
    """Return one owner's digest as plain text."""
    parts = [
        f"{office}. The week that ended on {_day(whole.week_ending)}, for {week.owner}.",
        "A signal is a change that is unlikely to be chance. Without one, ups and downs are the "
        "usual ones and ask for no explanation.",
    ]
    if whole.before_id is None:
        parts.append("There is no snapshot from a week before, so everything counts as new.")
    for heading, lines in (
        ("New signals", week.new_signals),
        ("Signals that ended", week.ended_signals),
        ("New figures, and no signal in them", week.new_figures),
        ("Revised", week.revised),
        ("Not brought up to date", week.withheld),
        ("Signals as before", week.standing_signals),
    ):
        if lines:
            parts.append("\n".join([heading, *(f"* {line}" for line in lines)]))
    if week.unchanged:
        parts.append(f"Nothing new in {counted(week.unchanged, 'other measure')}.")
    if not week.has_changed:
        parts.append("Nothing changed this week.")
    parts.append(f"From snapshot {whole.snapshot_id}. The figures are on the dashboards.")
    if whole.is_synthetic:
        parts.append(IN_A_MESSAGE)
    return "\n\n".join(parts) + "\n"


def subject_of(week: OwnersWeek, whole: Digest) -> str:
    """Return the subject of one owner's digest."""
    new = len(week.new_signals)
    what = f"{counted(new, 'new signal')}" if new else "no new signal"
    return f"pcplan, week to {_day(whole.week_ending)}: {what}"


def send(
    site: Site,
    settings: Settings,
    whole: Digest,
    today: dt.date,
    retry: RetryPolicy | None = None,
) -> list[tuple[str, str]]:
    """Mail each owner whose measures changed; return what came of it, owner by owner.

    Who had this week's digest already is not sent it again.
    """
    if settings.mail is None:
        raise ConfigurationError(
            f"{site.root / 'site.toml'}: no mail server is named. Set tell.smtp_host and "
            "tell.mail_from, and the owners' addresses below [tell.owners]."
        )
    memory = memories.read(site)
    outcomes, failures = [], []
    for week in whole.weeks:
        outcome = _why_not(week, whole, settings, memory)
        if not outcome:
            try:
                _mail(settings.mail, settings.owners[week.owner], week, whole, site, retry)
                outcome = "sent"
                memory.digests[week.owner] = whole.week_ending
            except UnsentError as error:
                outcome = f"not sent: {error}"
                failures.append(str(error))
        outcomes.append((week.owner, outcome))
    if failures:
        memory.could_not(CHANNEL, today, failures[-1])
    elif any(outcome == "sent" for _, outcome in outcomes):
        memory.unsent.pop(CHANNEL, None)
    memories.write(site, memory)
    return outcomes


def _why_not(week: OwnersWeek, whole: Digest, settings: Settings, memory: Memory) -> str:
    """Say why an owner is not written to; nothing where they are."""
    last = memory.digests.get(week.owner)
    if not week.has_changed:
        return "nothing changed"
    if not settings.owners.get(week.owner):
        return "no address is set below [tell.owners]"
    return "had it already" if last is not None and last >= whole.week_ending else ""


def _mail(
    server: Mail,
    to: Sequence[str],
    week: OwnersWeek,
    whole: Digest,
    site: Site,
    retry: RetryPolicy | None,
) -> None:
    subject, text = subject_of(week, whole), worded(week, whole, site.office_name)
    (retry or RetryPolicy()).call(lambda: send_mail(server, to, subject, text))


def send_due(
    site: Site,
    settings: Settings,
    today: dt.date,
    warn: Callable[[str], None],
    retry: RetryPolicy | None = None,
) -> None:
    """Send the week's digest on its day; what failed is tried in the nights until the next one."""
    if settings.digest_day is None or settings.mail is None or not settings.owners:
        return
    ended = today - dt.timedelta(days=(today.weekday() - settings.digest_day) % 7)
    memory = memories.read(site)
    done = memory.digests.get(DONE)
    if done is None and ended != today and CHANNEL not in memory.unsent:
        return  # just switched on: the first goes out on the next such day
    if done is not None and done >= ended:
        return
    week_ending = site.business_date() if site.is_demonstration else ended
    whole = digest(site, week_ending, settings.digest_audience)
    has_failed = False
    for owner, outcome in send(site, settings, whole, today, retry):
        if outcome.startswith("not sent"):
            has_failed = True
            warn(f"The digest for {owner} was {outcome}. It is tried again next night.")
    if not has_failed:
        memory = memories.read(site)
        memory.digests[DONE] = ended
        memories.write(site, memory)


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
