"""Reads what the fast path may not: record by record, keeping count of every line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import effects
from pipelines.contract.feed import Layout, normal_header
from pipelines.ingest.intake.header import Match

LONGEST_RECORD_LINES = 50
LONGEST_FIELD = 1_000_000
LONGEST_RECORD = 4 * LONGEST_FIELD
MOST_UNCLOSED = 1_000
_UNCLOSED = "\0unclosed"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass
class Structure:
    """What reading the records found before any value was typed; `longest` is in characters.

    `controls` are the total rows to check: the place of their rule in the contract, line and cells.
    """

    records: int = 0
    ignored: int = 0
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    rejected: int = 0
    last_is_broken: bool = False
    repeated_header_line: int = 0
    longest: int = 0
    controls: list[tuple[int, int, list[str]]] = field(default_factory=list)

    def reject(self, line: int, column: str, value: str, rule: str) -> None:
        """Count a rejected record, and keep the first hundred."""
        self.rejected += 1
        if len(self.rejects) < 100:
            self.rejects.append((line, column, value[:200], rule))


def read_text(path: Path, match: Match) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for every record of a delimited file; any kind of line end.

    A quoted field may hold line breaks. Where a quote is never closed, or closes only after a
    record of the wrong width, or what it would swallow looks like records, the first line alone is
    handed over, so that one stray quote cannot swallow the rows after it.
    """
    csv.field_size_limit(10 * LONGEST_FIELD)
    width, unclosed = len(match.header), 0
    with path.open(encoding=match.encoding, newline=None, errors="strict") as file:
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
            # Each open quote is looked for over many lines, so a file full of them would never end.
            while cells is None and len(extra) < LONGEST_RECORD_LINES and unclosed < MOST_UNCLOSED:
                following = pending.pop(0) if pending else next(source, None)
                if following is None:
                    break
                extra.append(following)
                cells = _parse(line + "".join(extra), match.delimiter)
            if cells is None or (
                extra and (len(cells) != width or _swallows(cells, match.delimiter, width))
            ):
                pending = extra + pending
                extra = []
                unclosed += 1
                cells = [*line.rstrip("\n").split(match.delimiter), _UNCLOSED]
            yield number, cells
            number += len(extra)


def _parse(text: str, delimiter: str) -> list[str] | None:
    """Split one record; None while a quote in it is still open."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    """Say whether a cell of several lines holds what looks like a record of the file."""
    return width > 2 and any(
        line.count(delimiter) >= width - 1
        for cell in cells
        if "\n" in cell
        for line in cell.split("\n")[1:]
    )


def normalise(
    records: Iterator[tuple[int, list[str]]], layout: Layout, header: list[str], target: Path
) -> Structure:
    """Write every well-formed record to a plain CSV (its number and line first); account for the rest."""
    found = Structure()
    ignore = [re.compile(pattern, re.IGNORECASE) for pattern in layout.ignore]
    controls = [re.compile(control.row, re.IGNORECASE) for control in layout.controls]
    folded = [normal_header(cell) for cell in header]
    with effects.opened(target, "w", durable=False) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in records:
            first = next((cell.strip() for cell in cells if cell.strip()), "")
            if not first:
                continue
            found.records += 1
            found.last_is_broken = False
            if not found.repeated_header_line and _repeats(folded, cells):
                found.repeated_header_line = line
            checked = [n for n, pattern in enumerate(controls) if pattern.fullmatch(first)]
            found.controls += [(number, line, cells) for number in checked]
            if checked or any(pattern.fullmatch(first) for pattern in ignore):
                found.ignored += 1
                continue
            if problem := _problem(cells, len(header)):
                found.last_is_broken = True
                found.reject(line, "(the record)", ",".join(cells), problem)
                continue
            found.longest = max(found.longest, sum(map(len, cells)))
            writer.writerow([found.records, line, *cells])
    return found


def _repeats(header: list[str], cells: list[str]) -> bool:
    """Say whether a record is the header again, in any order, or ends in it (two files joined)."""
    width = len(header)
    if len(cells) < width or normal_header(cells[-1]) not in header:
        return False
    tail = [normal_header(cell) for cell in cells[-width:]]
    if sorted(tail) == sorted(header) and len(cells) == width:
        return True
    return width > 1 and tail[1:] == header[1:] and tail[0].endswith(header[0])


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
    if sum(map(len, cells)) > LONGEST_RECORD:
        return f"has more than {LONGEST_RECORD:,} characters"
    return ""
