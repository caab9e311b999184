"""Sends what there is to tell by every channel, a bounded number of times; never fails a night."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.monitoring.notifications import memory as memories
from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.monitoring.notifications.facts import OF_STATUS, Ended, facts_of
from pipelines.monitoring.notifications.memory import Memory
from pipelines.monitoring.notifications.message import Message, word
from pipelines.monitoring.notifications.settings import Settings
from pipelines.monitoring.status import Status
from pipelines.site.site import Site

Warn = Callable[[str], None]


@dataclass(frozen=True)
class RetryPolicy:
    """How often a message is tried, and how many seconds apart; each wait is doubled."""

    attempts: int = 3
    first_wait: float = 2.0

    def call(self, send: Callable[[], None]) -> None:
        """Send; try again where that may help; raise UnsentError once that is no use."""
        for attempt in range(self.attempts):
            try:
                return send()
            except UnsentError as error:
                if not error.may_come_right or attempt + 1 == self.attempts:
                    raise
            time.sleep(self.first_wait * 2**attempt)
        return None


def tell_night(
    site: Site,
    settings: Settings,
    ended: Ended,
    status: Status | None,
    today: dt.date,
    warn: Warn,
    retry: RetryPolicy | None = None,
) -> None:
    """Tell one night: nothing where all is well, and the same thing only once in a night."""
    memory = memories.read(site)
    facts = facts_of(ended, status)
    keys = [fact.key for fact in facts]
    mended = memory.stand(keys, today)
    if status is None:  # what could not be looked at is neither mended nor new
        unseen = {key: one for key, one in mended.items() if key.partition(":")[0] in OF_STATUS}
        memory.facts |= unseen
        mended = {key: one for key, one in mended.items() if key not in unseen}
    for channel in settings.channels:
        told = [today.isoformat(), *sorted(keys)]
        failing = memory.unsent.get(channel)
        if memory.told.get(channel) == told or not (keys or mended or failing):
            continue
        said = [_about(channel, failing.times, failing.since)] if failing else []
        message = word(site.office_name, today, ended, facts, memory.facts, mended, said)
        if _sent(channel, settings, message, memory, today, warn, retry or RetryPolicy()):
            memory.told[channel] = told
    memories.write(site, memory)


def _about(channel: str, times: int, since: dt.date) -> str:
    times_said = "An earlier message" if times == 1 else f"{times} earlier messages"
    return f"{times_said} by {channel} could not be sent, since {since}."


def _sent(
    channel: str,
    settings: Settings,
    message: Message,
    memory: Memory,
    today: dt.date,
    warn: Warn,
    retry: RetryPolicy,
) -> bool:
    try:
        retry.call(lambda: by(channel, settings, message))
    except UnsentError as error:
        memory.could_not(channel, today, str(error))
        warn(f"The message by {channel} was not sent: {error}. The night itself stands.")
        return False
    memory.unsent.pop(channel, None)
    return True


def by(channel: str, settings: Settings, message: Message) -> None:
    """Send a message by one channel."""
    from pipelines.monitoring.notifications import web
    from pipelines.monitoring.notifications.mail import send_mail

    if channel == "mail" and settings.mail:
        send_mail(settings.mail, settings.mail.to, message.subject, message.text())
    elif channel == "Teams":
        web.post_json(settings.teams_url, message.card())
    elif channel == "webhook":
        web.post_json(settings.webhook_url, message.plain())


def try_out(
    site: Site, settings: Settings, today: dt.date, retry: RetryPolicy | None = None
) -> Sequence[tuple[str, str]]:
    """Send a message that says it is a trial by each channel; return what came of it."""
    memory = memories.read(site)
    message = Message(
        "pcplan: a trial message",
        f"{site.office_name}. Somebody ran `pcplan tell` to see whether messages arrive here.",
        (),
        ("Nothing is wrong, and nothing is to be done.",),
    )
    found = []
    for channel in settings.channels:
        problems: list[str] = []
        _sent(
            channel, settings, message, memory, today, problems.append, retry or RetryPolicy(1)
        )  # fmt: skip
        found.append((channel, " ".join(problems)))
    memories.write(site, memory)
    return found


def ping(settings: Settings, ended: Ended, warn: Warn, retry: RetryPolicy | None = None) -> None:
    """Tell the dead man's switch that a night ended, and how."""
    from pipelines.monitoring.notifications import web

    if not settings.ping_url:
        return
    text = f"exit status {ended.exit_status}; head of the audit log {ended.audit_head or 'not written'}"
    try:
        (retry or RetryPolicy()).call(
            lambda: web.ping(settings.ping_url, is_well=ended.exit_status in (0, 1), text=text)
        )
    except UnsentError as error:
        warn(f"The heartbeat could not be sent: {error}. The night itself stands.")
