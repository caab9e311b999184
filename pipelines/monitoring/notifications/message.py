"""Words one night's message: as plain text for mail, as a card for Teams, as JSON for others."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.monitoring.notifications.facts import MOST_NAMES, OF_STATUS, Ended, Fact, grouped
from pipelines.monitoring.notifications.memory import Standing
from snapshot.synthetic import IN_A_MESSAGE

MOST_FACTS = 25
_MENDED = {
    "late": "No longer late",
    "refused": "No refused files any more",
    "failed": "The night no longer fails",
    "missed": "The nights run again",
    "audit": "Nothing new is wrong with the audit log",
    "withheld": "No longer withheld",
    "broken": "No longer broken",
}


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """One night's message."""

    subject: str
    opening: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]

    def text(self) -> str:
        """Return it as plain text."""
        parts = [self.opening]
        for section in self.sections:
            parts.append("\n".join([section.heading, *(f"* {line}" for line in section.lines)]))
        return "\n\n".join([*parts, "\n".join(self.closing)]) + "\n"

    def card(self) -> dict[str, Any]:
        """Return it as the Adaptive Card that a Teams workflow takes."""
        blocks = [_block(self.subject, weight="Bolder", size="Medium"), _block(self.opening)]
        for section in self.sections:
            blocks.append(_block(section.heading, weight="Bolder", spacing="Medium"))
            blocks += [_block(f"- {line}", spacing="Small") for line in section.lines]
        blocks += [_block(line, isSubtle=True, size="Small") for line in self.closing]
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": blocks,
        }
        kind = "application/vnd.microsoft.card.adaptive"
        return {
            "type": "message",
            "attachments": [{"contentType": kind, "contentUrl": None, "content": card}],
        }

    def plain(self) -> dict[str, Any]:
        """Return it as JSON for any other service."""
        return {
            "subject": self.subject,
            "text": self.text(),
            "sections": [
                {"heading": one.heading, "lines": list(one.lines)} for one in self.sections
            ],
        }


def _block(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def word(
    office: str,
    night: dt.date,
    ended: Ended,
    facts: Sequence[Fact],
    standings: Mapping[str, Standing],
    mended: Mapping[str, Standing],
    unsent: Sequence[str] = (),
) -> Message:
    """Word what there is to say of a night."""
    new = [fact for fact in facts if standings[fact.key].nights <= 1]
    old = [fact for fact in facts if standings[fact.key].nights > 1]
    sections = [
        Section("New", _told(new, standings)),
        Section("As before", _told(old, standings)),
        Section("Mended", _mended(mended)),
        Section("About these messages", tuple(unsent)),
    ]
    closing = [
        "This message holds no figures and no data: `pcplan status` and the dashboards do.",
        f"Head of the audit log: {ended.audit_head}. Keep this message: `pcplan audit verify "
        f"--head {ended.audit_head}` proves the log against it."
        if ended.audit_head
        else "",
        IN_A_MESSAGE if ended.is_synthetic else "",
    ]
    return Message(
        f"pcplan, {_day(night)}: {_subject(ended, len(new), len(old), bool(mended))}",
        f"{office}. {_opening(ended)}",
        tuple(section for section in sections if section.lines),
        tuple(filter(None, closing)),
    )


def _subject(ended: Ended, new: int, old: int, has_mended: bool) -> str:
    if ended.exit_status not in (0, 1):
        return "the night failed"
    if new + old:
        return f"{new + old} to look at, {new or 'none'} new"
    return "all is well again" if has_mended else "all is well"


def _opening(ended: Ended) -> str:
    whose = f"The night for {_day(ended.business_date)}"
    if ended.exit_status not in (0, 1):
        return f"{whose} failed."
    if ended.snapshot_id is None:
        return f"{whose} ended well and had nothing new to publish."
    return f"{whose} published snapshot {ended.snapshot_id}."


def _told(facts: Sequence[Fact], standings: Mapping[str, Standing]) -> tuple[str, ...]:
    """Tell each fact, and since when; tables that stand alike are told in one line."""
    alike: dict[object, list[Fact]] = {}
    for fact in facts:
        one = standings[fact.key]
        alike.setdefault((fact.kind, one.since, one.nights) if fact.name else fact, []).append(fact)
    lines = []
    for group in list(alike.values())[:MOST_FACTS]:
        one = standings[group[0].key]
        said = grouped(group) if len(group) > 1 else group[0].said
        again = f" For {one.nights} nights now, since {_day(one.since)}." if one.nights > 1 else ""
        lines.append(f"{said}{again} {group[0].remedy}")
    if len(alike) > MOST_FACTS:
        lines.append(f"And {len(alike) - MOST_FACTS} more: `pcplan status` lists them.")
    return tuple(lines)


def _mended(mended: Mapping[str, Standing]) -> tuple[str, ...]:
    by_kind: dict[str, list[str]] = {}
    for key in mended:
        kind, _, name = key.partition(":")
        by_kind.setdefault(kind, []).append(name)
    lines = []
    for kind, names in by_kind.items():
        shown = ", ".join(names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        about = f": {shown}{more}" if kind in OF_STATUS and shown else ""
        lines.append(f"{_MENDED.get(kind, kind)}{about}.")
    return tuple(lines)


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
