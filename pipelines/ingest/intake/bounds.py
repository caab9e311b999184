"""Workbooks that would not fit in memory: measured by their parts before any reader opens them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

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
