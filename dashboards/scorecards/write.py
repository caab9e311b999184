"""Writes each supplier's scorecard as one HTML file and two CSV files, and a page that lists them."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from dashboards import words
from dashboards.scorecards.cards import Scorecard, share_text
from dashboards.standalone import templates
from pipelines import effects
from snapshot import synthetic
from snapshot.export import csv_text
from snapshot.published import Published, Row

FILE_COLUMNS = {
    "feed_id": "feed", "file_name": "file", "received_at": "received_at", "state": "result",
    "rows_in_file": "records", "rows_loaded": "loaded", "rows_rejected": "rejected",
    "rows_ignored": "ignored", "reason": "what_to_know",
}  # fmt: skip
RECORD_COLUMNS = {
    "feed_id": "feed", "file_name": "file", "line": "line", "column_name": "column",
    "value": "value", "rule": "why_rejected",
}  # fmt: skip


def write_scorecards(
    published: Published, cards: Sequence[Scorecard], folder: Path, *, listing: bool
) -> list[Path]:
    """Write the files of each card into the folder, and the list of them if asked; return them."""
    effects.make_folder(folder)
    names = _names(cards)
    written = []
    for card, name in zip(cards, names, strict=True):
        page = _page("scorecard.html", published, card=card, name=name, stamped=card.is_synthetic)
        files = {
            f"{name}.html": page,
            f"{name}-files.csv": _csv(card.files, FILE_COLUMNS, card),
            f"{name}-rejected.csv": _csv(card.rejected, RECORD_COLUMNS, card),
        }
        written += [_put(folder / file, text) for file, text in files.items()]
    if listing:
        stamped = any(card.is_synthetic for card in cards)
        pairs = list(zip(cards, names, strict=True))
        page = _page("index.html", published, pairs=pairs, stamped=stamped)
        written.insert(0, _put(folder / "index.html", page))
    return written


def _names(cards: Iterable[Scorecard]) -> list[str]:
    """Name each supplier's files: plain letters, no two the same."""
    taken: list[str] = []
    for card in cards:
        plain = re.sub(r"[^a-z0-9]+", "-", card.supplier.casefold()).strip("-") or "supplier"
        name, number = plain, 1
        while name in (*taken, "index"):
            number += 1
            name = f"{plain}-{number}"
        taken.append(name)
    return taken


def _page(template: str, published: Published, **more: object) -> str:
    return templates(Path(__file__).parent).get_template(template).render(
        snapshot=published.snapshot, words=words, share=share_text, stamp=synthetic.MARK,
        as_at=published.as_at, **more,
    )  # fmt: skip


def _csv(rows: Iterable[Row], columns: dict[str, str], card: Scorecard) -> str:
    """Write rows under plain headings; every row carries the supplier, the day and the stamp."""
    note = synthetic.MARK if card.is_synthetic else ""
    return csv_text(
        ["supplier", *columns.values(), "as_at", "data_note"],
        ([card.supplier, *(row[name] for name in columns), card.as_at, note] for row in rows),
    )


def _put(path: Path, text: str) -> Path:
    effects.write_text(path, text)
    return path
