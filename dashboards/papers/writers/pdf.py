"""Writes a paper as an accessible, archivable PDF; and draws its charts as PNG for Word."""

import csv
import datetime as dt
import hashlib
import importlib.metadata
import io
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from dashboards.papers.blocks import (
    Block,
    Bullets,
    Figures,
    Heading,
    Note,
    Paper,
    PaperError,
    Paragraph,
    Picture,
    Table,
    Text,
)
from dashboards.papers.clean_text import FONT_FOLDER
from pipelines import effects

HEADER = ("series", "label", "period_start_date", "value", "lower", "upper", "state")


def chart_csv(picture: Picture) -> str:
    """Write a chart's points as CSV, unrounded; a point without a figure keeps its reason."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADER)
    for series in picture.chart.series:
        for point in series.points:
            start = point.period_start_date
            writer.writerow(
                [
                    _inert(series.name), _inert(point.label), start.isoformat() if start else "",
                    _plain(point.value), _plain(point.lower), _plain(point.upper), point.state,
                ]
            )  # fmt: skip
    return written.getvalue()


def attachments(paper: Paper) -> list[dict[str, str]]:
    """List the files that the PDF carries, one for each chart, in reading order."""
    return [
        {
            "name": f"{picture.label}.csv",
            "text": chart_csv(picture),
            "description": f"The figures behind {picture.number}: {picture.chart.subtitle}",
        }
        for picture in paper.pictures
    ]


def _plain(value: Any) -> str:
    return "" if value is None else repr(float(value))


def _inert(text: str) -> str:
    """Keep a spreadsheet from reading a label as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARDS: list[Any] = ["a-3a", "ua-1"]
_SHORT, _FEW_LETTERS = 14, 1500  # a table up to here is kept on one page
_WIDE = 9  # columns from which a table is set smaller
_DRAWING = """
#set page(width: 160mm, height: auto, margin: 0mm, fill: white)
#set text(font: "Source Sans Pro")
#for svg in json(bytes(sys.inputs.charts)) {
  page(image(bytes(svg), format: "svg", width: 100%))
}
"""
_PIXELS_PER_INCH = 200.0
_PNG_END = b"IEND\xaeB`\x82"  # a file without it was cut short


def pdf(paper: Paper) -> bytes:
    """Set the paper as PDF/UA-1 and PDF/A-3a; the same paper gives the same bytes."""
    moment = dt.datetime.combine(paper.board_date, dt.time(), tzinfo=dt.UTC)
    data = json.dumps(payload(paper), ensure_ascii=False, sort_keys=True)
    return _compile(
        TEMPLATE.read_bytes(),
        {"paper": data},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(moment.timestamp()),
    )


def pngs(svgs: Sequence[str], folder: Path | None = None) -> list[bytes]:
    """Draw each chart as PNG, as wide as the text of an A4 page; `folder` keeps what was drawn."""
    names = [_drawing_name(svg) for svg in svgs]
    drawn = {name: content for name in names if (content := _drawn_before(folder, name))}
    missing = {name: svg for name, svg in zip(names, svgs, strict=True) if name not in drawn}
    if missing:
        made = _compile(
            _DRAWING.encode(),
            {"charts": json.dumps(list(missing.values()))},
            format="png",
            ppi=_PIXELS_PER_INCH,
        )
        pages = made if isinstance(made, list) else [made]
        drawn |= dict(zip(missing, pages, strict=True))
        _keep(folder, {name: drawn[name] for name in missing})
    return [drawn[name] for name in names]


def _drawing_name(svg: str) -> str:
    """Name a drawing by all that decides its bytes."""
    made_of = f"{importlib.metadata.version('typst')} {_PIXELS_PER_INCH} {_DRAWING} {svg}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def _drawn_before(folder: Path | None, name: str) -> bytes:
    path = folder / f"{name}.png" if folder else None
    content = path.read_bytes() if path and path.is_file() else b""
    return content if content.endswith(_PNG_END) else b""


def _keep(folder: Path | None, drawn: dict[str, bytes]) -> None:
    if folder is None:
        return
    effects.make_folder(folder)
    for name, content in drawn.items():
        effects.write_bytes(folder / f"{name}.png", content, durable=False)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONT_FOLDER])


def _compile(source: bytes, inputs: dict[str, str], **options: Any) -> Any:
    """Run Typst; a warning is an error, since an unknown font would be no more than a warning."""
    try:
        made, warnings = typst.compile_with_warnings(
            source, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs, **options
        )
    except typst.TypstError as error:
        hint = " ".join(error.hints)
        raise PaperError(f"The PDF cannot be set: {error.message}. {hint}".strip()) from error
    if warnings:
        raise PaperError(f"The PDF cannot be set: {'; '.join(w.message for w in warnings)}.")
    return made


def payload(paper: Paper) -> dict[str, Any]:
    """Say the paper as plain data for the template."""
    date = paper.board_date
    return {
        "title": paper.title,
        "author": paper.author,
        "date": {"year": date.year, "month": date.month, "day": date.day},
        "address": [list(line) for line in paper.address],
        "stamps": list(paper.stamps),
        "foot": paper.foot,
        "blocks": [_data(block) for block in paper.blocks],
        "attachments": attachments(paper),
    }


def _data(block: Block) -> dict[str, Any]:
    """Say one block as plain data; `kind` names the template's function for it."""
    named = {"label": getattr(block, "label", ""), "number": getattr(block, "number", "")}
    match block:
        case Heading():
            own = {
                "text": block.text,
                "level": block.level,
                "is_appendix": block.is_appendix,
                "is_second": block.is_second,
                "starts_page": block.starts_page,
            }
        case Paragraph():
            own = {"runs": _runs(block.text), "leads": block.leads}
        case Bullets():
            own = {"items": [_runs(item) for item in block.items], "is_quiet": block.is_quiet}
        case Figures():
            own = {"lead": _runs(block.lead), "rows": [list(row) for row in block.rows]}
        case Picture():
            own = _picture(block)
        case Table():
            own = _table(block)
        case Note():
            entries = [{"term": term, "runs": _runs(text)} for term, text in block.entries]
            own = {"title": block.title, "entries": entries}
    return {"kind": type(block).__name__.lower(), **named, **own}


def _runs(text: Text) -> list[dict[str, str]]:
    return [{"text": run.text, "target": run.target} for run in text.runs]


def _picture(block: Picture) -> dict[str, Any]:
    chart = block.chart
    return {
        "svg": block.svg,
        "alt": block.alt,
        "finding": chart.finding,
        "subtitle": chart.subtitle,
        "source": chart.source,
        "notes": list(chart.under),
        "table": _runs(block.table),
    }


def _table(block: Table) -> dict[str, Any]:
    letters = sum(len(cell) for row in block.rows for cell in row)
    return {
        "is_whole": len(block.rows) <= _SHORT and letters <= _FEW_LETTERS,
        "caption": block.caption,
        "header": list(block.header),
        "rows": [list(row) for row in block.rows],
        "total": list(block.total),
        "numeric": [block.is_numeric(column) for column in range(len(block.header))],
        "share": block.share,
        "widths": list(block.widths),
        "size": 8 if len(block.header) >= _WIDE else 9.5,
    }
