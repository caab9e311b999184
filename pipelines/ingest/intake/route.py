"""Finds which layout a delivered file is of, and says why where it is of none.

A workbook that would not fit in memory is measured by its parts before any reader opens it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from pipelines.contract.feed import Feed, Layout, Records
from pipelines.errors import FeedError
from pipelines.ingest.intake.header import MAXIMUM_COLUMNS, Match, candidates, match_text, too_wide
from pipelines.ingest.intake.profile import Profile
from pipelines.ingest.landing import NOT_DATA

LARGEST_WORKBOOK = 256 * 1024**2
MOST_CELLS = 6_000_000
BLOCK = 1024 * 1024
OVERLAP = 512
_XLSX_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def workbook_problem(path: Path) -> str:
    """Say why a workbook (a zip of XML) is not safe to open, or nothing.

    A reader holds the whole rectangle from the first cell to the last, so two cells far apart can
    cost as much as a bomb.
    """
    if not zipfile.is_zipfile(path):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            held = archive.infolist()
            size = sum(member.file_size for member in held)
            if size > LARGEST_WORKBOOK:
                return (
                    f"the workbook would unpack to {size:,} bytes; the most that is opened is "
                    f"{LARGEST_WORKBOOK:,}"
                )
            cells = 0
            for member in held:
                name = member.filename.casefold()
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    cells += _rectangle(archive, member)
                elif name == "content.xml":
                    cells += _repeated(archive, member)
            if cells > MOST_CELLS:
                return (
                    f"its sheets spread over {cells:,} cells; the most that is opened is "
                    f"{MOST_CELLS:,}. Ask the supplier to clear the empty part of the sheets"
                )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        expat.ExpatError,
    ) as error:
        return f"cannot be opened as a workbook ({error})"
    return ""


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's text in blocks that overlap, so that no element is cut in two."""
    with archive.open(member) as part:
        kept = b""
        while block := part.read(BLOCK):
            yield kept + block
            kept = block[-OVERLAP:]


def _rectangle(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return the cells of the rectangle that a sheet spans."""
    columns = rows = 0
    for block in _blocks(archive, member):
        for letters, digits in _XLSX_CELL.findall(block):
            rows = max(rows, int(digits))
            columns = max(columns, _number(letters))
    return rows * columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return the cells of the rectangles that an OpenDocument's sheets span.

    A cell or a row may say that it stands many times over; empty ones at the edge cost nothing.
    """
    sheet = _Sheet()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = sheet.starts, sheet.ends
    with archive.open(member) as part:
        while block := part.read(BLOCK):
            parser.Parse(block, False)
    return sheet.cells


class _Sheet:
    """Counts the cells of the rectangles that an OpenDocument's sheets span."""

    def __init__(self) -> None:
        self.cells = 0
        self._row = self._column = self._repeats = 0
        self._last_row = self._last_column = 0
        self._has_content = False

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Hear of an element."""
        if name == "table:table":
            self._row = self._last_row = self._last_column = 0
        elif name == "table:table-row":
            self._repeats = int(attributes.get("table:number-rows-repeated", "1"))
            self._column, self._has_content = 0, False
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._column += int(attributes.get("table:number-columns-repeated", "1"))
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self._has_content = True
                self._last_column = max(self._last_column, self._column)

    def ends(self, name: str) -> None:
        """Hear of an element's end."""
        if name == "table:table-row":
            self._row += self._repeats
            if self._has_content:
                self._last_row = self._row
        elif name == "table:table":
            self.cells += self._last_row * self._last_column


TEXT = {".csv", ".tsv", ".txt", ".tab", ""}
# What a reader meets in a file that is not what its name says.
UNREADABLE = (
    FeedError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Route:
    """Where a file goes: a bound layout, or the reason why there is none."""

    match: Match | None
    ignored: str = ""


def route(feed: Feed, name: str, path: Path, profile: Profile) -> Route:
    """Bind a file to the layout of its feed that fits best; problems stay in the match."""
    last = PurePosixPath(name.replace("!", "/")).name
    if last.casefold() in NOT_DATA or last.casefold().startswith("readme"):
        return Route(None, "it is a note that came with the data, not data.")
    best = best_match(feed.layouts, name, path, profile)
    if best is None:
        kinds = ", ".join(sorted({p for layout in feed.layouts for p in layout.file_patterns}))
        return Route(
            None, f"no layout of {feed.feed_id} takes a file of this kind (known: {kinds})."
        )
    return Route(best)


def best_match(layouts: Iterable[Layout], name: str, path: Path, profile: Profile) -> Match | None:
    """Return the binding with the fewest problems, then by name, then with the most columns."""
    layouts = list(layouts)
    named = candidates(layouts, name)
    suffix = PurePosixPath(name.casefold().removesuffix(".gz")).suffix
    found: list[tuple[int, int, int, Match]] = []
    for layout in layouts:
        if layout.reader is None:
            if suffix not in TEXT and layout not in named:
                continue
            match = match_text(layout, path, profile.bom)
        elif layout in named:
            match = _match_reader(layout, path)
        else:
            continue
        found.append((len(match.problems), layout not in named, -len(match.places), match))
    return min(found, key=lambda item: item[:3])[3] if found else None


def _match_reader(layout: Layout, path: Path) -> Match:
    assert layout.reader is not None
    records = Records([], ())
    problem = workbook_problem(path)
    if not problem:
        try:
            records = layout.reader(path)
        except UNREADABLE as error:
            problem = f"cannot be read: {error}"
    if not problem and len(records.header) > MAXIMUM_COLUMNS:
        problem = too_wide(records.header)
    if problem:
        return Match(layout, records.header[:20], {}, [problem], ",", "utf-8")
    places, problems = layout.bind(records.header)
    return Match(layout, records.header, places, problems, ",", "utf-8", records)


def owner(
    feeds: Iterable[Feed], name: str, path: Path, profile: Profile
) -> list[tuple[Feed, Match]]:
    """List the feeds whose layouts a file binds to without any problem, the best first."""
    found = []
    for feed in feeds:
        match = best_match(feed.layouts, name, path, profile)
        if match is not None and not match.problems:
            found.append(
                (
                    not is_named_after(match.layout, name),
                    len(match.extra),
                    feed.feed_id,
                    feed,
                    replace(match),
                )
            )
    return [(item[3], item[4]) for item in sorted(found, key=lambda item: item[:3])]


def is_named_after(layout: Layout, name: str) -> bool:
    """Say whether a file's name fits a layout, and not only as any name of its kind would."""
    kind = PurePosixPath(name.removesuffix(".gz")).suffix
    return bool(candidates([layout], name)) and not candidates([layout], f"0{kind}")
