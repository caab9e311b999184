"""Reads published tables that begin below lines of notes, in CSV files and workbooks alike."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract import Records
from pipelines.errors import FeedError
from pipelines.workbook import folded, sheets

MOST_NOTE_LINES = 30
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # fmt: skip; the calendar module would follow the machine's language
NOT_TEXT = "holds NUL bytes, so it is not text. Ask the supplier to send it again."
CUT_SHORT = (
    "the last line has no end, which this supplier's files always have; the file was cut short. "
    "Ask the supplier to send it again."
)
UNKNOWN_ENCODING = (
    "is neither UTF-8 nor Windows-1252 text. Ask the supplier to save it as CSV UTF-8."
)
_WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".ods"}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def table_below_notes(path: Path, *words: str) -> Records:
    """Find the first line whose cells include all the words; the records are the lines below it.

    Where there is no such line the first cells are handed over as the header, so that the refusal
    names what was found.
    """
    lines = list(_lines(path))
    for place, (_, cells) in enumerate(lines[:MOST_NOTE_LINES]):
        if set(words) <= {folded(cell) for cell in cells}:
            return Records(cells, _records(lines[place + 1 :]))
    seen = [cell for _, cells in lines[:3] for cell in cells if cell]
    return Records(seen[:20], iter(()))


def grids(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each sheet's name and rows; a CSV file is one sheet."""
    if path.suffix.casefold() in _WORKBOOKS:
        yield from sheets(path)
    else:
        yield path.stem, [[cell.strip() for cell in cells] for _, cells in _lines(path)]


def _records(lines: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Refuse a record that runs over several lines: no value of these tables does."""
    for number, cells in lines:
        if any("\n" in cell for cell in cells):
            raise FeedError(
                f"line {number}: a quote is opened and not closed on its line. "
                "Ask the supplier to send the file again."
            )
        yield number, cells


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of every record that is not blank."""
    text = _text(path).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise FeedError(
            f"line {before + 1}: is not well-formed CSV ({error}). "
            "Ask the supplier to send the file again."
        ) from error


def _text(path: Path) -> str:
    """Decode strictly: UTF-16 by its mark, else UTF-8, else Windows-1252."""
    content = path.read_bytes()
    if content.startswith(_UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        raise FeedError(NOT_TEXT)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and (not text.endswith(("\n", "\r")) or (text.endswith("\r") and "\n" in text)):
            raise FeedError(CUT_SHORT)
        return text
    raise FeedError(UNKNOWN_ENCODING)
