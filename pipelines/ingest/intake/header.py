"""Which layout is this file? Asked of its name and its first lines."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract.feed import Layout, Records

HEAD_BYTES = (64 * 1024, 1024 * 1024)
MAXIMUM_COLUMNS = 1000


@dataclass(frozen=True)
class Match:
    """A layout bound to a file: where each column stands, and how the file is written."""

    layout: Layout
    header: list[str]
    places: dict[str, int]
    problems: list[str]
    delimiter: str
    encoding: str
    records: Records | None = None

    @property
    def extra(self) -> list[str]:
        """Header cells that the contract does not name."""
        known = set(self.places.values())
        return [cell for place, cell in enumerate(self.header) if place not in known and cell]


def first_record(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Read the header record of a delimited file, without its byte order mark."""
    record: list[str] = []
    for size in HEAD_BYTES:
        with path.open("rb") as file:
            head = file.read(size)
        text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        try:
            record = next(reader, [])
        except csv.Error:
            record = []
        if len(head) < size or 0 < reader.line_num < text.count("\n"):
            break  # the record ends before what was read does
    return record


def too_wide(header: list[str]) -> str:
    """Say that a header has more columns than any file of ours."""
    return f"has {len(header):,} columns; the most a file may have is {MAXIMUM_COLUMNS:,}"


def candidates(layouts: Sequence[Layout], name: str) -> list[Layout]:
    """List the layouts whose file patterns fit a name (its path under landing, or its last part)."""
    last = re.split(r"[/!\\]", name)[-1].removesuffix(".gz")
    return [
        layout
        for layout in layouts
        if any(
            re.fullmatch(pattern, text, re.IGNORECASE)
            for pattern in layout.file_patterns
            for text in (last, name)
        )
    ]


def match_text(layout: Layout, path: Path, bom: str) -> Match:
    """Bind one layout of delimited text to a file, with the delimiter that binds best."""
    encodings = (bom,) if bom else layout.encodings
    best: Match | None = None
    for delimiter in layout.delimiters:
        header = first_record(path, encodings[0], delimiter)
        if len(header) > MAXIMUM_COLUMNS:
            match = Match(layout, header[:20], {}, [too_wide(header)], delimiter, encodings[0])
        else:
            places, problems = layout.bind(header)
            match = Match(layout, header, places, problems, delimiter, encodings[0])
        if best is None or len(match.places) > len(best.places):
            best = match
    assert best is not None
    return best
