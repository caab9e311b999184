"""A commentary before it is saved: what the checker finds in it, and how the paper would set it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from dashboards.papers.blocks import Block, Heading, Paper, PaperError, Paragraph, Text, resolved
from dashboards.papers.checker.checker import check_paper
from dashboards.papers.checker.text import PaperFinding
from dashboards.papers.clean_text import CleanedSnapshot
from dashboards.papers.commentary import CommentaryWriter, read
from dashboards.papers.compose import compose
from dashboards.papers.lookup import Lookup
from dashboards.papers.texts import Texts
from snapshot.published import Published


@dataclass(frozen=True)
class CommentaryDraft:
    """What stands against a text, and its blocks with every figure looked up."""

    findings: tuple[PaperFinding, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CheckedPaper:
    """A paper as it would be written now, and what stands against signing it."""

    paper: Paper | None
    findings: tuple[PaperFinding, ...]


def try_out(
    published: Published,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    texts: Texts,
    name: str,
) -> CommentaryDraft:
    """Check the text called `name` within its paper, and set it as the paper would."""
    cleaned = _cleaned(published)
    try:
        findings = check_paper(cleaned, subject, board_date, board, texts)
        mine = tuple(finding for finding in findings if finding.file == name)
        return CommentaryDraft(mine, _blocks(cleaned, subject, board_date, board, texts, name))
    finally:
        cleaned.close()


def stand(
    published: Published,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    texts: Texts,
) -> CheckedPaper:
    """Compose a paper and check it."""
    cleaned = _cleaned(published)
    try:
        findings = tuple(check_paper(cleaned, subject, board_date, board, texts))
        paper, _ = compose(cleaned, subject, board_date, board, texts)
    except PaperError:
        return CheckedPaper(None, findings)
    finally:
        cleaned.close()
    return CheckedPaper(paper, findings)


def _cleaned(published: Published) -> CleanedSnapshot:
    """Open the board's file of a snapshot: papers are the Board's, whoever reads the pages."""
    return CleanedSnapshot(published.folder, "board", published.snapshot_id)


def _blocks(
    published: CleanedSnapshot,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    texts: Texts,
    name: str,
) -> tuple[Block, ...]:
    """Set a text by itself; nothing where the paper cannot be composed with it."""
    try:
        paper, _ = compose(published, subject, board_date, board, texts)
        made = read(texts.read(name) or "", name, PurePosixPath(name).stem)
        lookup = Lookup(published, board_date)
        writer = CommentaryWriter(lookup.commentary_functions(), lookup.drawn)
        blocks: list[Block] = []
        for priority_id, topic in made.prose.chunks:
            blocks += [Heading(topic, 3)] if topic else []
            blocks += writer.blocks(made.prose, priority_id, topic)
        return resolved(blocks, paper.words)
    except PaperError as error:
        message = f"It cannot be set yet: {error}"
        return (Paragraph(Text(message), is_numbered=False),)
