"""Words the weekly digest and mails it to the owners of measures, each their own."""

import datetime as dt
from collections.abc import Callable, Sequence

from pipelines.errors import ConfigurationError
from pipelines.monitoring.notifications import memory as memories
from pipelines.monitoring.notifications.digest import Digest, OwnersWeek, digest
from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.monitoring.notifications.mail import send_mail
from pipelines.monitoring.notifications.memory import Memory
from pipelines.monitoring.notifications.send import Patience
from pipelines.monitoring.notifications.settings import Mail, Settings
from pipelines.monitoring.status import counted
from pipelines.site.site import Site
from snapshot.synthetic import IN_A_MESSAGE

CHANNEL = "digest"
DONE = ""  # beside the owners: the last week whose digest is done with


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
    patience: Patience | None = None,
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
    found, failures = [], []
    for week in whole.weeks:
        said = _why_not(week, whole, settings, memory)
        if not said:
            try:
                _mail(settings.mail, settings.owners[week.owner], week, whole, site, patience)
                said = "sent"
                memory.digests[week.owner] = whole.week_ending
            except UnsentError as error:
                said = f"not sent: {error}"
                failures.append(str(error))
        found.append((week.owner, said))
    if failures:
        memory.could_not(CHANNEL, today, failures[-1])
    elif any(said == "sent" for _, said in found):
        memory.unsent.pop(CHANNEL, None)
    memories.write(site, memory)
    return found


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
    patience: Patience | None,
) -> None:
    subject, text = subject_of(week, whole), worded(week, whole, site.office_name)
    (patience or Patience()).keep_trying(lambda: send_mail(server, to, subject, text))


def send_due(
    site: Site,
    settings: Settings,
    today: dt.date,
    warn: Callable[[str], None],
    patience: Patience | None = None,
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
    for owner, said in send(site, settings, whole, today, patience):
        if said.startswith("not sent"):
            has_failed = True
            warn(f"The digest for {owner} was {said}. It is tried again next night.")
    if not has_failed:
        memory = memories.read(site)
        memory.digests[DONE] = ended
        memories.write(site, memory)


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
