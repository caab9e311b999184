"""Joins site, contracts and snapshot to the writer of supplier scorecards, for the command line."""

import datetime as dt
import difflib
from collections.abc import Sequence
from pathlib import Path

from dashboards.scorecards.cards import scorecards
from dashboards.scorecards.write import write_scorecards
from pipelines.contract.example import BEYOND, example
from pipelines.contract.feed import Column, Feed
from pipelines.errors import ConfigurationError
from pipelines.site.site import Site
from snapshot import snapshots
from snapshot.published import Published


def write(
    site: Site,
    feeds: Sequence[Feed],
    folder: Path,
    *,
    supplier: str | None = None,
    business_date: dt.date | None = None,
) -> list[Path]:
    """Write the scorecard of one supplier, or of all of them with a page that lists them."""
    snapshot = snapshots.find(site.published)
    today = site.business_date(business_date)
    published = Published(site.published, "restricted", snapshot.snapshot_id, today)
    try:
        cards = scorecards(published, Contracts(feeds))
        if supplier is not None:
            named = [card for card in cards if _same(card.supplier, supplier)]
            if not named:
                raise ConfigurationError(_unknown(supplier, [card.supplier for card in cards]))
            cards = named
        return write_scorecards(published, cards, folder, listing=supplier is None)
    except OSError as error:
        raise ConfigurationError(
            f"{folder}: cannot be written: {error.strerror}. Name another folder with --out."
        ) from error
    finally:
        published.close()


class Contracts:
    """What the contracts say of the columns that records were rejected for."""

    def __init__(self, feeds: Sequence[Feed]) -> None:
        """Know the columns of every feed."""
        self.columns = {
            feed.feed_id: [column for layout in feed.layouts for column in layout.columns]
            for feed in feeds
        }

    def _named(self, feed_id: str, header: str) -> list[Column]:
        return [
            column
            for column in self.columns.get(feed_id, [])
            if column.matches(header) or column.name == header
        ]

    def is_sensitive(self, feed_id: str, header: str) -> bool:
        """Say whether its values must not be shown."""
        return any(column.sensitive for column in self._named(feed_id, header))

    def example(self, feed_id: str, header: str) -> str:
        """Give a value that the column allows; empty where none is known."""
        made = [example(column) for column in self._named(feed_id, header)]
        return made[0] if made and made[0] != BEYOND else ""


def _same(name: str, asked: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(asked.casefold().split())


def _unknown(asked: str, known: list[str]) -> str:
    near = difflib.get_close_matches(asked, known, n=3, cutoff=0.4)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    return f"--supplier {asked}: no feed comes from it. {hint}Choose from {', '.join(known)}."
