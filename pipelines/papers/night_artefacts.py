"""Joins a night to the writers of the quality page and of the papers that are due."""

import datetime as dt
from pathlib import Path

from dashboards.quality_file import quality_page
from pipelines import effects
from pipelines.catalogue.catalogue import fingerprint
from pipelines.errors import ConfigurationError
from pipelines.site.plan import THEMES, Plan
from pipelines.site.site import Site
from snapshot.published import Published

QUALITY_PAGE = "quality.html"
PAPERS = "papers"
DAYS_BEFORE = 7  # a board's papers go out a week ahead; `papers_days_before` in boards.yaml
AUDIENCE = "board"


class NightArtefacts:
    """The artefacts of one site's night."""

    def __init__(self, site: Site, plan: Plan, business_date: dt.date) -> None:
        """Find the board dates that are near."""
        self.site, self.plan = site, plan
        self.board_dates = due_dates(plan, business_date)

    def due(self) -> str:
        """Fingerprint the papers that are due: their dates, the board, and what people wrote."""
        if not self.board_dates:
            return ""
        from pipelines.site.written.store import Store  # slow to import, and few nights need it

        texts = self.site.root / "papers"
        written = [
            f"{path.relative_to(texts).as_posix()}={fingerprint(path.read_bytes().hex())}"
            for path in sorted(texts.rglob("*"))
            if path.is_file()
        ]
        with Store(self.site) as store:
            saved = [
                f"{row['board_date']}/{row['priority_id']}={row['is_withdrawn']}{row['text']}"
                for row in store.latest("commentary")
            ]
        return fingerprint(repr(self.board_dates), repr(self.plan.board), *written, *sorted(saved))

    def write(self, folder: Path, snapshot_id: str) -> dict[str, str]:
        """Write the quality page, and a paper of each theme for each board date that is near.

        A paper that cannot be written because of what people wrote for it is left out, and told.
        """
        published = Published(self.site.published, AUDIENCE, folder.name)
        try:
            effects.write_text(folder / QUALITY_PAGE, quality_page(published, snapshot_id))
        finally:
            published.close()
        left_out: dict[str, str] = {}
        for board_date in self.board_dates:
            left_out |= self._papers(folder, snapshot_id, board_date)
        return left_out

    def _papers(self, folder: Path, snapshot_id: str, board_date: dt.date) -> dict[str, str]:
        from pipelines.papers.board_papers import Papers  # slow to import, and few nights need it

        left_out = {}
        out = folder / PAPERS / board_date.isoformat()
        with Papers(self.site, board_date, snapshot_id, AUDIENCE, unfinished=folder) as papers:
            for theme in THEMES:
                try:
                    papers.write(theme, out)
                except ConfigurationError as error:
                    left_out[f"{PAPERS}/{board_date}/{theme}"] = str(error)
        return left_out


def due_dates(plan: Plan, business_date: dt.date) -> list[dt.date]:
    """List the board's dates for which papers are made now: today's, and those a few days ahead."""
    days = plan.board.get("papers_days_before", DAYS_BEFORE)
    meetings = plan.board.get("meetings") or []
    return sorted(day for day in meetings if 0 <= (day - business_date).days <= days)
