"""Composes a paper from one published snapshot: the order of the December 2019 paper."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboards import words
from dashboards.papers import appendices, registers, statutory, summary
from dashboards.papers.approval import DRAFT
from dashboards.papers.blocks import (
    Block,
    Bullets,
    Heading,
    Paper,
    PaperError,
    Paragraph,
    Text,
    number,
)
from dashboards.papers.clean_text import CleanedSnapshot, clean
from dashboards.papers.commentary import CommentaryWriter
from dashboards.papers.lookup import Lookup
from dashboards.papers.objective import ObjectiveWriter, sections
from dashboards.papers.sections import ProseWriter, read
from dashboards.papers.texts import Texts
from snapshot import synthetic
from snapshot.published import Published, Row

NEEDED = ("board_name", "from", "recommendation")
EVERY, STATUTORY = "all", "statutory"


def compose(
    published: Published,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    texts: Texts | None = None,
) -> tuple[Paper, Lookup]:
    """Compose the paper of a theme, of `all` themes, or the `statutory` page."""
    if isinstance(published, CleanedSnapshot):
        return _Composer(published, subject, board_date, board, texts or Texts()).paper()
    kept = CleanedSnapshot(published.folder, published.audience, published.snapshot_id)
    try:
        return _Composer(kept, subject, board_date, board, texts or Texts()).paper()
    finally:
        kept.close()


class _Composer:
    """Puts one paper together, section by section."""

    def __init__(
        self,
        published: CleanedSnapshot,
        subject: str,
        board_date: dt.date,
        board: Mapping[str, Any],
        texts: Texts,
    ) -> None:
        self.published = published
        self.subject = subject
        self.themes = _themes(published, subject)
        self.board_date = board_date
        self.board = {name: clean(str(value)) for name, value in board.items()}
        missing = [name for name in NEEDED if not self.board.get(name)]
        if missing:
            raise PaperError(f"The board's details lack {', '.join(missing)}. Add them.")
        self.texts = texts
        self.lookup = Lookup(published, board_date)
        self.name = {EVERY: "All themes", STATUTORY: statutory.TITLE}.get(
            subject, f"{self.themes[0]['title']} theme" if self.themes else ""
        )
        self.writer = ProseWriter(self.lookup.functions() | self._names(), self.lookup.drawn)
        self.officers = CommentaryWriter(self.lookup.commentary_functions(), self.lookup.drawn)

    def _names(self) -> dict[str, str]:
        snapshot = self.published.snapshot
        return {
            "force": snapshot["force_name"],
            "office": snapshot["office_name"],
            "plan": snapshot["plan_title"],
            "plan_period": snapshot["plan_period"],
            "theme": words.list_text([row["title"] for row in self.themes]),
            "aim": "; ".join(row["aim"].rstrip(".") for row in self.themes),
            "themes": words.list_text([row["title"] for row in self.published.themes]),
            "board": self.board["board_name"],
            "board_date": words.date_text(self.board_date),
            "year": appendices.financial_year(self.board_date),
        }

    def paper(self) -> tuple[Paper, Lookup]:
        """Write every section, then number the whole."""
        if self.subject == STATUTORY:
            blocks = statutory.blocks(self.published, self.board_date)
        else:
            blocks = self._blocks()
        return self._paper(blocks), self.lookup

    def _blocks(self) -> list[Block]:
        standing = self._standing()
        themes = {row["theme"] for row in self.themes}
        actions = registers.Actions(self.published, themes, self.board_date)
        blocks = [
            *summary.first_page(standing, self.board["recommendation"], actions),
            Heading("Purpose", 1, "purpose", is_numbered=True),
            *self._prose("purpose"),
            *self._recommendation(summary.RECOMMENDATION),
            Heading("Background", 1, "background", is_numbered=True),
            *self._prose("background"),
        ]
        for theme in self.themes:
            if self.subject == EVERY:
                blocks.append(Heading(f"{theme['title']} theme", 1, f"theme-{theme['theme']}"))
                opening = f"The aim of this theme is this: {theme['aim'].rstrip('.')}."
                blocks.append(Paragraph(Text(opening), is_numbered=False))
            else:
                blocks += self._prose(theme["theme"])
            blocks += self._objectives(theme)
        title = "Future opportunities, risks and next steps"
        blocks += [
            Heading(title, 1, summary.NEXT_STEPS, is_numbered=True),
            *self._prose("next_steps"),
            *actions.blocks(),
            *(self._asked_and_decided() if self.subject == EVERY else []),
            *registers.gaps(self.published, themes),
            *summary.next_steps(standing),
            *self._recommendation("recommendation-repeated"),
            *appendices.grants(self.published, self.themes, self.board_date),
            Heading("How to read this report", 1, appendices.READING, is_appendix=True),
            *self._unnumbered(self._prose("how_to_read")),
        ]
        blocks += appendices.notes(self.lookup)
        blocks += appendices.chart_tables(self.lookup)
        return blocks

    def _asked_and_decided(self) -> list[Block]:
        """Set what belongs to no theme: decisions still open, and questions of the public."""
        return [
            *registers.decisions(self.published, self.board_date),
            *registers.questions(self.published, self.board_date),
        ]

    def _standing(self) -> summary.ThemeStanding:
        """Read the themes' measures, and those of other themes that their priorities promise."""
        objectives = {row["objective_id"] for row in self._own_objectives()}
        priorities = {
            row["priority_id"]
            for row in self.published.priorities
            if row["objective_id"] in objectives
        }
        promised = [
            row["metric_id"] for row in self.published.promises if row["priority_id"] in priorities
        ]
        own = [
            name
            for name, metric in self.published.metrics.items()
            if metric["objective_id"] in objectives
        ]
        wanted = dict.fromkeys([*own, *(name for name in promised if name)])
        measures = [self.lookup.measure(n) for n in wanted if n in self.published.metrics]
        return summary.ThemeStanding(self.published, priorities, measures, self.lookup.releases)

    def _own_objectives(self, *themes: str) -> list[Row]:
        wanted = themes or tuple(row["theme"] for row in self.themes)
        return [row for row in self.published.objectives if row["theme"] in wanted]

    def _prose(self, name: str) -> list[Block]:
        return self.writer.blocks(read(name, self.texts))

    @staticmethod
    def _unnumbered(blocks: list[Block]) -> list[Block]:
        made: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                made.append(replace(block, is_numbered=False))
            elif isinstance(block, Bullets):
                made.append(replace(block, is_quiet=True))
            else:
                made.append(block)
        return made

    def _recommendation(self, label: str) -> list[Block]:
        """State the recommendation: the same text wherever it stands."""
        return [
            Heading("Recommendation", 1, label, is_numbered=True),
            Paragraph(Text(self.board["recommendation"])),
        ]

    def _objectives(self, theme: Row) -> list[Block]:
        writer = ObjectiveWriter(
            self.lookup, self.writer, self.officers, self.texts, self.board_date
        )
        known = {row["priority_id"] for row in self.published.priorities}
        writer.refuse_unknown(known)
        blocks: list[Block] = []
        for group in sections(self._own_objectives(theme["theme"]), self.published.priorities):
            proses = [read(row["objective_id"], self.texts) for row in group]
            for prose in proses:
                unknown = [name for name in prose.priorities if name not in known]
                if unknown and not prose.is_shipped:
                    raise PaperError(
                        f"{prose.path}: {', '.join(unknown)} is not a priority for action of the "
                        f"plan. It has {', '.join(sorted(known))}."
                    )
            blocks += writer.section(group, proses)
        return blocks

    def _paper(self, blocks: list[Block]) -> Paper:
        snapshot = self.published.snapshot
        numbered, spoken = number(blocks)
        date = words.date_text(self.board_date)
        address = [("To", self.board["board_name"]), ("From", self.board["from"]), ("Date", date)]
        for name, title in (("agenda_item", "Agenda item"), ("foi", "FOI")):
            if self.board.get(name):
                address.append((title, self.board[name]))
        if marking := summary.highest_marking(self.published, self.lookup.noted):
            address.append(("Marking", marking))
        as_at = words.date_text(snapshot["business_date"])
        return Paper(
            theme=self.subject,
            title=f"{snapshot['plan_title']} \N{EN DASH} {self.name}",
            plan_title=f"{snapshot['plan_title']} {snapshot['plan_period']}",
            address=tuple(address),
            board_date=self.board_date,
            date_text=date,
            author=self.board["from"],
            stamps=(DRAFT, synthetic.MARK) if snapshot["is_synthetic"] else (DRAFT,),
            foot=" · ".join(
                (self.name, f"Figures as at {as_at}", f"Snapshot {self.published.snapshot_id}")
            ),
            snapshot_id=self.published.snapshot_id,
            blocks=numbered,
            words=spoken,
        )


def _themes(published: Published, subject: str) -> list[Row]:
    """Return the themes a paper is about; the statutory page is about none."""
    if subject == STATUTORY:
        return []
    if subject == EVERY:
        return published.themes
    for row in published.themes:
        if row["theme"] == subject:
            return [row]
    known = ", ".join(row["theme"] for row in published.themes)
    raise PaperError(
        f"'{subject}' is not a theme of the plan. It has {known}; or ask for {EVERY} or {STATUTORY}."
    )
