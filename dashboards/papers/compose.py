"""Composes a theme's paper from one published snapshot: the order of the December 2019 paper."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboards import words
from dashboards.papers import appendices, summary
from dashboards.papers.blocks import (
    Block,
    Heading,
    Paper,
    PaperError,
    Paragraph,
    Text,
    number,
)
from dashboards.papers.door import DoorKeeper, clean
from dashboards.papers.lookup import Lookup
from dashboards.papers.objective import ObjectiveWriter, sections
from dashboards.papers.sections import Writer, read
from dashboards.published import Published, Row

NEEDED = ("board_name", "from", "recommendation")
DRAFT = "DRAFT: not yet assured or approved"
SYNTHETIC = "Synthetic demonstration data"


def compose(
    published: Published,
    theme: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    sections_folder: Path | None = None,
) -> tuple[Paper, Lookup]:
    """Compose a theme's paper; return it with the figures it uses."""
    kept = DoorKeeper(published.folder, published.audience, published.snapshot_id)
    try:
        return _Composer(kept, theme, board_date, board, sections_folder).paper()
    finally:
        kept.close()


class _Composer:
    """Puts one paper together, section by section."""

    def __init__(
        self,
        published: Published,
        theme: str,
        board_date: dt.date,
        board: Mapping[str, Any],
        folder: Path | None,
    ) -> None:
        self.published = published
        self.theme = _theme(published, theme)
        self.board_date = board_date
        self.board = {name: clean(str(value)) for name, value in board.items()}
        missing = [name for name in NEEDED if not self.board.get(name)]
        if missing:
            raise PaperError(f"The board's details lack {', '.join(missing)}. Add them.")
        self.folder = folder
        self.lookup = Lookup(published)
        self.writer = Writer(self.lookup.functions() | self._names(), self.lookup.drawn)

    def _names(self) -> dict[str, str]:
        snapshot = self.published.snapshot
        return {
            "force": snapshot["force_name"],
            "office": snapshot["office_name"],
            "plan": snapshot["plan_title"],
            "plan_period": snapshot["plan_period"],
            "theme": self.theme["title"],
            "aim": self.theme["aim"].rstrip("."),
            "themes": words.list_text([row["title"] for row in self.published.themes]),
            "board": self.board["board_name"],
            "board_date": words.date_text(self.board_date),
            "year": appendices.financial_year(self.board_date),
        }

    def paper(self) -> tuple[Paper, Lookup]:
        """Write every section, then number the whole."""
        standing = self._standing()
        blocks = [
            *summary.first_page(standing, self.board["recommendation"], self.board_date),
            Heading("Purpose", 1, "purpose", is_numbered=True),
            *self._prose("purpose"),
            *self._recommendation(summary.RECOMMENDATION),
            Heading("Background", 1, "background", is_numbered=True),
            *self._prose("background"),
            *self._prose(self.theme["theme"]),
            *self._objectives(),
            Heading(
                "Future opportunities, risks and next steps",
                1,
                summary.NEXT_STEPS,
                is_numbered=True,
            ),
            *self._prose("next_steps"),
            *summary.next_steps(standing),
            *self._recommendation("recommendation-repeated"),
            *appendices.grants(self.published, self.theme, self.board_date),
        ]
        blocks += appendices.notes(self.lookup)
        blocks += appendices.chart_tables(self.lookup)
        return self._paper(blocks), self.lookup

    def _standing(self) -> summary.Standing:
        """Read the theme's measures, and those of other themes that its priorities promise."""
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
        return summary.Standing(self.published, self.theme["theme"], measures)

    def _own_objectives(self) -> list[Row]:
        return [row for row in self.published.objectives if row["theme"] == self.theme["theme"]]

    def _prose(self, name: str) -> list[Block]:
        return self.writer.blocks(read(name, self.folder))

    def _recommendation(self, label: str) -> list[Block]:
        """State the recommendation: the same text wherever it stands."""
        return [
            Heading("Recommendation", 1, label, is_numbered=True),
            Paragraph(Text(self.board["recommendation"])),
        ]

    def _objectives(self) -> list[Block]:
        writer = ObjectiveWriter(self.lookup, self.writer)
        known = {row["priority_id"] for row in self.published.priorities}
        blocks: list[Block] = []
        for group in sections(self._own_objectives(), self.published.priorities):
            proses = [read(row["objective_id"], self.folder) for row in group]
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
        if self.board.get("agenda_item"):
            address.append(("Agenda item", self.board["agenda_item"]))
        as_at = words.date_text(snapshot["business_date"])
        title = f"{snapshot['plan_title']} \N{EN DASH} {self.theme['title']} theme"
        return Paper(
            theme=self.theme["theme"],
            title=title,
            plan_title=f"{snapshot['plan_title']} {snapshot['plan_period']}",
            address=tuple(address),
            board_date=self.board_date,
            date_text=date,
            author=self.board["from"],
            stamps=(DRAFT, SYNTHETIC) if snapshot["is_synthetic"] else (DRAFT,),
            foot=" · ".join(
                (
                    f"{self.theme['title']} theme",
                    f"Figures as at {as_at}",
                    f"Snapshot {self.published.snapshot_id}",
                )
            ),
            snapshot_id=self.published.snapshot_id,
            blocks=numbered,
            words=spoken,
        )


def _theme(published: Published, theme: str) -> Row:
    for row in published.themes:
        if row["theme"] == theme:
            return row
    known = ", ".join(row["theme"] for row in published.themes)
    raise PaperError(f"'{theme}' is not a theme of the plan. It has {known}.")
