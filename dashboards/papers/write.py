"""Writes a paper in its three forms, with a manifest of everything it was made from."""

import datetime as dt
import importlib.metadata
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboards.papers.approval import Approval, content_hash, stamped
from dashboards.papers.blocks import PaperError
from dashboards.papers.clean_text import FONT_FOLDER
from dashboards.papers.compose import compose
from dashboards.papers.lookup import Lookup
from dashboards.papers.texts import Texts, fingerprint
from dashboards.papers.writers.docx import docx
from dashboards.papers.writers.html import html
from dashboards.papers.writers.pdf import pdf
from pipelines import effects
from snapshot.published import Published

MANIFEST, INPUTS, SUPERSEDED = "manifest.json", "inputs", "superseded"
_TEMPLATES = ("paper.typ", "paper.html")
_LIBRARIES = ("typst", "python-docx", "jinja2", "markdown-it-py")
Judge = Callable[[str], Approval]


def write_paper(
    published: Published,
    subject: str,
    board_date: dt.date,
    board: Mapping[str, Any],
    out_folder: Path,
    texts: Texts | None = None,
    judge: Judge | None = None,
    drawings: Path | None = None,
) -> dict[str, Any]:
    """Write `<subject>.pdf`, `.docx`, `.html`; enter them in the manifest; return the entry.

    `judge` tells of a content's fingerprint how it is signed off; `drawings` keeps drawn charts.
    """
    texts = texts or Texts()
    composed, lookup = compose(published, subject, board_date, board, texts)
    content = content_hash(composed)
    approval = judge(content) if judge else Approval()
    replaced = refuse_silence(out_folder, subject, content, approval)
    if replaced:
        _set_aside(out_folder, subject, replaced)
    paper = stamped(composed, approval)
    made = {
        f"{subject}.pdf": pdf(paper),
        f"{subject}.docx": docx(paper, drawings),
        f"{subject}.html": html(paper),
    }
    effects.make_folder(out_folder)
    for name, written in made.items():
        effects.write_bytes(out_folder / name, written)
    entry = {
        "theme": subject,
        "board_date": board_date.isoformat(),
        "board": {name: str(value) for name, value in board.items()},
        "snapshot_id": published.snapshot_id,
        "snapshot_sha256": effects.sha256_of(published.path),
        "audience": published.audience,
        "software_version": published.snapshot["software_version"],
        "made_with": software(),
        "catalogue": _catalogue(lookup),
        "texts": _kept(texts, out_folder),
        "content": content,
        "approval": approval.as_data(),
        "outputs": {name: fingerprint(written) for name, written in made.items()},
    }
    _enter(out_folder / MANIFEST, subject, entry)
    return entry


def refuse_silence(
    folder: Path, subject: str, content: str, approval: Approval
) -> dict[str, Any] | None:
    """Refuse to put other content in an approved paper's place without a correction notice.

    Returns the entry of the approved paper that is corrected, if there is one.
    """
    before = read_manifest(folder / MANIFEST).get(subject)
    if not before or before["content"] == content:
        return None
    signed = Approval.from_data(before["approval"])
    if not signed.is_approved:
        return None
    approved_at = signed.signatures[-1].at
    if not any(notice.at >= approved_at for notice in approval.corrections):
        raise PaperError(
            f"{folder / subject}: was approved, and its figures or words would change in silence. "
            "Enter what is corrected with `pcplan paper correct`, or write elsewhere with --out."
        )
    return before


def _set_aside(folder: Path, subject: str, entry: dict[str, Any]) -> None:
    """Keep an approved paper that is corrected, whole and able to be made again."""
    home = folder / SUPERSEDED / f"{subject}-{entry['content'][:12]}"
    effects.make_folder(home / INPUTS)
    kept = [*entry["outputs"], *(f"{INPUTS}/{name}" for name in entry["texts"].values())]
    for name in kept:
        if (folder / name).is_file():
            effects.write_bytes(home / name, (folder / name).read_bytes())
    _enter(home / MANIFEST, subject, entry)


@lru_cache(maxsize=1)
def software() -> dict[str, str]:
    """Fingerprint the templates and fonts, and name the libraries that set the paper."""
    home = Path(__file__).parent / "writers"
    files = {name: home / name for name in _TEMPLATES}
    files |= {path.name: path for path in sorted(FONT_FOLDER.glob("SourceSansPro-*.otf"))}
    made = {name: fingerprint(path.read_bytes()) for name, path in sorted(files.items())}
    return made | {name: importlib.metadata.version(name) for name in _LIBRARIES}


def read_manifest(path: Path) -> dict[str, dict[str, Any]]:
    """Read the papers of a manifest; none where there is no such file yet, or one of another form."""
    try:
        papers = dict(json.loads(path.read_text(encoding="utf-8"))["papers"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}
    return {name: entry for name, entry in papers.items() if "content" in entry}


def _catalogue(lookup: Lookup) -> dict[str, str]:
    """Give the version of each measure the paper uses: a later definition is a different paper."""
    metrics = lookup.published.metrics
    return {metric_id: metrics[metric_id]["version"] for metric_id in sorted(lookup.noted)}


def _kept(texts: Texts, folder: Path) -> dict[str, str]:
    """Keep each text the paper read under its fingerprint: a later edit does not change the paper."""
    kept = {}
    for name, content in sorted(texts.used.items()):
        kept[name] = fingerprint(content)
        path = folder / INPUTS / kept[name]
        if not path.is_file():
            effects.make_folder(path.parent)
            effects.write_bytes(path, content)
    return kept


def kept_texts(folder: Path, fingerprints: Mapping[str, str]) -> Texts:
    """Read the texts of a manifest from beside it, each proved by its fingerprint."""
    kept = {}
    for name, wanted in fingerprints.items():
        path = folder / INPUTS / wanted
        content = path.read_bytes() if path.is_file() else b""
        if fingerprint(content) != wanted:
            raise PaperError(
                f"{path}: is missing or changed; it holds {name} as it was. Restore the folder "
                f"{INPUTS} beside the manifest."
            )
        kept[name] = content
    return Texts(kept=kept)


def _enter(path: Path, subject: str, entry: dict[str, Any]) -> None:
    """Keep one manifest for the folder, with an entry for each paper."""
    papers = read_manifest(path) | {subject: entry}
    text = json.dumps({"papers": papers}, indent=2, sort_keys=True, ensure_ascii=False)
    effects.write_bytes(path, f"{text}\n".encode())
