"""How a paper stands: draft, checked, assured or approved, by whom, and what was corrected since."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.papers.blocks import Block, Bullets, Heading, Paper, Picture, Text, number
from dashboards.papers.clean_text import clean

DRAFT = "DRAFT"
STEPS = ("checked", "assured", "approved")
_NEXT = ("not yet checked by the analyst", "not yet assured by a second person", "not yet approved")


@dataclass(frozen=True)
class Signature:
    """One step of the sign-off: who took it, when (UTC), and on which snapshot."""

    step: str
    name: str
    at: dt.datetime
    snapshot_id: str


@dataclass(frozen=True)
class Correction:
    """A notice that a paper was corrected: never in silence."""

    name: str
    at: dt.datetime
    text: str


@dataclass(frozen=True)
class Approval:
    """The signatures that hold for a paper's content, and its correction notices."""

    signatures: tuple[Signature, ...] = ()
    corrections: tuple[Correction, ...] = ()
    lapsed: str = ""  # what had been signed for other content, in words
    access: tuple[str, ...] = ()  # who may see it before the Board

    @property
    def is_approved(self) -> bool:
        """Say whether every step has been taken."""
        return tuple(signature.step for signature in self.signatures) == STEPS

    @property
    def stamp(self) -> str:
        """Say on each page how the paper stands; nothing once it is approved."""
        if self.is_approved:
            return ""
        text = f"{DRAFT}: {_NEXT[len(self.signatures)]}"
        return f"{text} ({self.lapsed})" if self.lapsed else text

    def as_data(self) -> dict[str, Any]:
        """Say it as plain data, for a manifest."""
        plain = json.loads(json.dumps(dataclasses.asdict(self), default=dt.datetime.isoformat))
        return dict(plain)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Approval":
        """Read it from a manifest."""
        return cls(
            tuple(
                Signature(**{**row, "at": dt.datetime.fromisoformat(row["at"])})
                for row in data["signatures"]
            ),
            tuple(
                Correction(**{**row, "at": dt.datetime.fromisoformat(row["at"])})
                for row in data["corrections"]
            ),
            data["lapsed"],
            tuple(data["access"]),
        )


def content_hash(paper: Paper) -> str:
    """Fingerprint what a reader is told: every word, figure and chart, not the snapshot's name."""
    content = [paper.title, paper.address, [_told(block) for block in paper.blocks]]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _told(block: Block) -> Any:
    if isinstance(block, Picture):
        chart = dataclasses.asdict(dataclasses.replace(block.chart, snapshot_id=""))
        if not chart["annotations"]:
            del chart["annotations"]  # what was signed before there were any still holds
        return ["picture", block.label, str(block.table), chart]
    return [type(block).__name__, dataclasses.asdict(block)]


def stamped(paper: Paper, approval: Approval) -> Paper:
    """Say on the paper how it stands, who signed it, and what was corrected."""
    others = [stamp for stamp in paper.stamps if stamp != DRAFT]
    stamps = tuple(filter(None, (approval.stamp, *others)))
    address = [*paper.address]
    if approval.signatures:
        signed_by = clean("; ".join(map(_signature_text, approval.signatures)))
        address.append(("Sign-off", f"{signed_by[0].upper()}{signed_by[1:]}"))
    if approval.access and not approval.is_approved:
        address.append(
            ("Access", f"Before the Board: {clean(words.list_text(list(approval.access)))}")
        )
    notices: list[Block] = []
    if approval.corrections:
        lines = tuple(Text(clean(_correction_text(notice))) for notice in approval.corrections)
        notices = [Heading("Correction notice", 1, "corrections"), Bullets(lines, is_quiet=True)]
    resolved, spoken = number(notices)
    return dataclasses.replace(
        paper,
        stamps=stamps,
        address=tuple(address),
        blocks=(*resolved, *paper.blocks),
        words={**paper.words, **spoken},
    )


def moment_text(at: dt.datetime) -> str:
    """Say a moment in UTC: 18 December 2019, 14:05 UTC."""
    return f"{words.date_text(at.date())}, {at:%H:%M} UTC"


def _signature_text(signature: Signature) -> str:
    return f"{signature.step} by {signature.name}, {moment_text(signature.at)}"


def _correction_text(notice: Correction) -> str:
    return f"{notice.text.rstrip('.')}. Corrected by {notice.name}, {moment_text(notice.at)}."
