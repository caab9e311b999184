"""The checker: reads what people wrote for a paper and lists what a board should not be given."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from dashboards.papers import commentary
from dashboards.papers.blocks import PaperError
from dashboards.papers.checker import claims, figures, names
from dashboards.papers.checker.measures import Known
from dashboards.papers.checker.text import PaperFinding, Passage, passages
from dashboards.papers.clean_text import CleanedSnapshot
from dashboards.papers.compose import compose
from dashboards.papers.lookup import Lookup
from dashboards.papers.sections import Prose, take_apart
from dashboards.papers.texts import Texts
from snapshot.published import Published

__all__ = ["PaperFinding", "check_paper", "check_text"]
_WHERE = re.compile(r"^(?P<file>[^:,]+\.md)(?:, line (?P<line>\d+))?: (?P<said>.*)$", re.DOTALL)
_NOWHERE = re.compile(r"refers to '([^']+)'")
_MEND = "Mend this first: the paper cannot be written."


def check_paper(
    published: Published,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    texts: Texts | None = None,
) -> list[PaperFinding]:
    """Check one paper: the texts of people in it, and that the whole can be composed."""
    texts = texts or Texts()
    if not isinstance(published, CleanedSnapshot):
        published = CleanedSnapshot(published.folder, published.audience, published.snapshot_id)
    findings: list[PaperFinding] = []
    try:
        compose(published, subject, board_date, board, texts)
    except PaperError as error:
        findings.append(_failure(subject, str(error)))
    lookup = Lookup(published, board_date)
    written: list[Passage] = []
    shipped: list[Passage] = []
    for name in sorted(texts.used):
        source = texts.used[name].decode("utf-8-sig", errors="replace")
        if name in texts.commentary(board_date):
            made = commentary.read(source, name, PurePosixPath(name).stem)
            findings += [
                PaperFinding(name, p.line, "markdown", p.message, p.remedy) for p in made.problems
            ]
            written += read_passages(made.prose)
        else:
            parts = read_passages(take_apart(source, name))
            (shipped if texts.is_shipped(name) else written).extend(parts)
    recommendation = str(board.get("recommendation", ""))
    written += passages(
        "boards.yaml", [(recommendation, 1, "recommendation")] if recommendation else []
    )
    findings = [_located(finding, written) for finding in findings]
    findings += check_text(written, Known(lookup))
    others = {passage.file for passage in written}
    findings += [f for f in names.repeated([*shipped, *written]) if f.file in others]
    findings += _promises(published, subject)
    return sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line))


def read_passages(prose: Prose) -> list[Passage]:
    """Take the passages of a text that was taken apart, topic by topic."""
    chunks = [
        (chunk.text, chunk.line, "/".join(place))
        for place, held in prose.chunks.items()
        for chunk in held
    ]
    return passages(prose.path, chunks)


def check_text(text: Sequence[Passage], known: Known) -> list[PaperFinding]:
    """Apply every rule to passages."""
    return list(_findings(text, known))


def _findings(text: Sequence[Passage], known: Known) -> Iterator[PaperFinding]:
    for passage in text:
        yield from figures.check(passage)
        yield from claims.check(passage, known.signals(passage))
        yield from known.check(passage)
    yield from figures.check_lists(text)
    yield from names.check_document(text, known.titles())


def _failure(subject: str, message: str) -> PaperFinding:
    """Say where composing failed, as far as the message tells it."""
    where = _WHERE.match(message)
    if where:
        return PaperFinding(where["file"], int(where["line"] or 0), "paper", where["said"], _MEND)
    return PaperFinding(f"{subject} paper", 0, "paper", message, _MEND)


def _located(finding: PaperFinding, written: Sequence[Passage]) -> PaperFinding:
    """Find the line of a reference to nowhere."""
    label = _NOWHERE.search(finding.message)
    for passage in written if label else ():
        for call in passage.calls:
            if label and call.name == "ref" and call.arguments == (label[1],):
                return PaperFinding(
                    passage.file, passage.line, "cross_reference", finding.message, finding.remedy
                )
    return finding


def _promises(published: Published, subject: str) -> Iterator[PaperFinding]:
    """A promised item without a figure must say why."""
    themes = {row["objective_id"]: row["theme"] for row in published.objectives}
    owners = {row["priority_id"]: themes.get(row["objective_id"]) for row in published.priorities}
    for row in published.promises:
        is_ours = subject == "all" or owners.get(row["priority_id"]) == subject
        if is_ours and row["state"] != "kept" and not row["reason"]:
            yield PaperFinding(
                "plan.yaml", 0, "promise_unkept",
                f"“{row['item']}” of {row['priority_id']} has neither a figure nor a reason.",
                "Name its measure, or say why there is none.",
            )  # fmt: skip
