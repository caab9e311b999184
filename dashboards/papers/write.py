"""Writes one theme's paper in its three forms, with a manifest of what it was made from."""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboards.papers.compose import compose
from dashboards.papers.docx import docx
from dashboards.papers.html import html
from dashboards.papers.lookup import Lookup
from dashboards.papers.pdf import pdf
from dashboards.papers.sections import SHIPPED
from dashboards.published import Published

MANIFEST = "manifest.json"


def write_paper(
    published: Published,
    theme: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    out_folder: Path,
    sections_folder: Path | None = None,
) -> dict[str, Any]:
    """Write `<theme>.pdf`, `.docx`, `.html`; enter them in the manifest; return the entry."""
    paper, lookup = compose(published, theme, board_date, board, sections_folder)
    made = {
        f"{theme}.pdf": pdf(paper),
        f"{theme}.docx": docx(paper),
        f"{theme}.html": html(paper),
    }
    out_folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        _replace(out_folder / name, content)
    entry = {
        "theme": theme,
        "board_date": board_date.isoformat(),
        "board": {name: str(value) for name, value in board.items()},
        "snapshot_id": published.snapshot_id,
        "audience": published.audience,
        "software_version": published.snapshot["software_version"],
        "catalogue": _catalogue(lookup),
        "sections": _sections(sections_folder),
        "outputs": {name: _fingerprint(content) for name, content in made.items()},
    }
    _enter(out_folder / MANIFEST, theme, entry)
    return entry


def _catalogue(lookup: Lookup) -> dict[str, str]:
    """Give the version of each measure the paper uses: a later definition is a different paper."""
    metrics = lookup.published.metrics
    return {metric_id: metrics[metric_id]["version"] for metric_id in sorted(lookup.noted)}


def _sections(folder: Path | None) -> dict[str, str]:
    """Fingerprint the prose: the files that ship, and the office's own in their place."""
    homes = [SHIPPED, folder] if folder and folder.is_dir() else [SHIPPED]
    found = {path.name: path for home in homes for path in sorted(home.glob("*.md"))}
    return {name: _fingerprint(path.read_bytes()) for name, path in sorted(found.items())}


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _enter(path: Path, theme: str, entry: dict[str, Any]) -> None:
    """Keep one manifest for the folder, with an entry for each theme's paper."""
    try:
        papers = dict(json.loads(path.read_text(encoding="utf-8"))["papers"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        papers = {}
    papers[theme] = entry
    text = json.dumps({"papers": papers}, indent=2, sort_keys=True, ensure_ascii=False)
    _replace(path, f"{text}\n".encode())


def _replace(path: Path, content: bytes) -> None:
    """Write beside, then put in place, so that a reader never meets half a file."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105
