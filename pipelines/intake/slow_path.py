"""Reads what the fast path may not: record by record, keeping count of every line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.contract import Layout
from pipelines.intake.header import Match

LONGEST_RECORD_LINES = 50
LONGEST_FIELD = 1_000_000
_UNCLOSED = "\0unclosed"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass
class Structure:
    """What reading the records found before any value was typed."""

    records: int = 0
    ignored: int = 0
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    rejected: int = 0
    last_is_broken: bool = False
    repeated_header_line: int = 0

    def reject(self, line: int, column: str, value: str, rule: str) -> None:
        """Count a rejected record, and keep the first hundred."""
        self.rejected += 1
        if len(self.rejects) < 100:
            self.rejects.append((line, column, value[:200], rule))


def read_text(path: Path, match: Match) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for every record of a delimited file; any kind of line end.

    A quoted field may hold line breaks. Where a quote is never closed, or closes only after a
    record of the wrong width, the first line alone is handed over, so that one stray quote cannot
    swallow the rows after it.
    """
    encoding = match.encoding
    with path.open(encoding=encoding, newline=None, errors="strict") as file:
        pending: list[str] = []
        number = 0
        source = iter(file)
        while True:
            line = pending.pop(0) if pending else next(source, None)
            if line is None:
                return
            number += 1
            cells = _parse(line, match.delimiter)
            extra: list[str] = []
            while cells is None and len(extra) < LONGEST_RECORD_LINES:
                following = pending.pop(0) if pending else next(source, None)
                if following is None:
                    break
                extra.append(following)
                cells = _parse(line + "".join(extra), match.delimiter)
            if extra and (cells is None or len(cells) != len(match.header)):
                pending = extra + pending
                extra = []
                cells = [*line.rstrip("\n").split(match.delimiter), _UNCLOSED]
            if cells is None:
                cells = [*line.rstrip("\n").split(match.delimiter), _UNCLOSED]
            yield number, cells
            number += len(extra)


def _parse(text: str, delimiter: str) -> list[str] | None:
    """Split one record; None while a quote in it is still open."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def normalise(
    records: Iterator[tuple[int, list[str]]], layout: Layout, header: list[str], target: Path
) -> Structure:
    """Write every well-formed record to a plain CSV (line number first); account for the rest."""
    found = Structure()
    ignore = [re.compile(pattern, re.IGNORECASE) for pattern in layout.ignore]
    folded = [cell.strip().casefold() for cell in header]
    csv.field_size_limit(10 * LONGEST_FIELD)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in records:
            if not any(cell.strip() for cell in cells):
                continue
            found.records += 1
            found.last_is_broken = False
            first = next(cell.strip() for cell in cells if cell.strip())
            if [cell.strip().casefold() for cell in cells] == folded:
                found.repeated_header_line = found.repeated_header_line or line
            if any(pattern.fullmatch(first) for pattern in ignore):
                found.ignored += 1
                continue
            if problem := _problem(cells, len(header)):
                found.last_is_broken = True
                found.reject(line, "(the record)", ",".join(cells), problem)
                continue
            writer.writerow([line, *cells])
    return found


def _problem(cells: list[str], width: int) -> str:
    if cells[-1] == _UNCLOSED:
        return "opens a quote that is not closed"
    if len(cells) != width:
        return f"has {len(cells)} fields where the header has {width}"
    for cell in cells:
        if len(cell) > LONGEST_FIELD:
            return f"has a field of {len(cell):,} characters"
        if _CONTROL.search(cell):
            return "holds a control character"
    return ""
