"""Finds the header of a published table by its words, wherever the publisher put it.

Workbooks (.xlsx, .xls, .ods, read as text cell by cell, the way a person sees them) and delimited
text often carry titles and notes above the header. A feed says which row is its header; what stands
above it is handed over as titles, what stands below as records. Text that is not whole (NUL bytes,
no known encoding, a last line without an end) is refused by name.
"""

import codecs
import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.contract.feed import Layout, Records
from pipelines.errors import FeedError
from pipelines.ingest.intake.header import Match
from pipelines.ingest.intake.slow_path import read_text


def sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each sheet's name and its rows, the first row and column always those of the sheet."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[cell_text(cell) for cell in row] for row in rows]
    except python_calamine.CalamineError as error:
        raise FeedError(
            f"{path.name}: cannot be opened as a workbook ({error}). Ask the supplier to resend it."
        ) from error


def cell_text(cell: Any) -> str:
    """Write a cell as text: whole numbers without a decimal point, dates as ISO."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def folded(cell: str) -> str:
    """Fold line breaks, spaces and case, for finding a cell by its words."""
    return " ".join(cell.split()).casefold()


HEAD_BYTES = 256 * 1024
HEAD_ROWS = 40
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
NOT_TEXT = "holds NUL bytes, so it is not text. Ask the supplier to send it again."
CUT_SHORT = (
    "the last line has no end, which this supplier's files always have; the file was cut short. "
    "Ask the supplier to send it again."
)
UNKNOWN_ENCODING = (
    "is neither UTF-8 nor Windows-1252 text. Ask the supplier to save it as CSV UTF-8."
)
_CHUNK = 1024 * 1024
_DELIMITERS = ",;\t"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_LAYOUT = Layout("headed", ())


@dataclass(frozen=True)
class HeadedTable:
    """One table of a file: its sheet, the titles above its header, its header and its records."""

    sheet: str
    titles: tuple[str, ...]
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def headed_tables(
    path: Path, is_header: Callable[[list[str]], bool], *, may_lack_last_newline: bool = False
) -> Iterator[HeadedTable]:
    """Yield each table that has such a header: one a sheet of a workbook, one a text file.

    Records of a text file are read as they are asked for. One whose last line has no end is
    refused, unless this publisher's files may lack it; one with another header is not read to its
    end.
    """
    if _is_workbook(path):
        for name, grid in sheets(path):
            place = _header_place(grid[:HEAD_ROWS], is_header)
            if place is not None:
                yield HeadedTable(name, _titles(grid, place), grid[place], _below(grid, place))
        return
    likely = _encoding_of_head(path)
    for delimiter in _DELIMITERS:
        head = _head(path, likely, delimiter)
        place = _header_place(head, is_header)
        if place is not None:
            encoding = _encoding(path, likely, may_lack_last_newline=may_lack_last_newline)
            rows = _records(path, head[place], delimiter, encoding)
            yield HeadedTable("", _titles(head, place), head[place], rows)
            return


def table_below_notes(path: Path, *words: str) -> Records:
    """Read the table whose header includes all the words; no value of it runs over two lines.

    Where there is no such header the first cells are handed over as one, so that the refusal names
    what was found.
    """
    wanted = set(words)
    for found in headed_tables(path, lambda row: wanted <= {folded(cell) for cell in row}):
        return Records(found.header, _each_on_its_line(found.rows))
    return Records(first_cells(path, most_lines=3), iter(()))


def grids(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each sheet's name and rows; a CSV file is one sheet, without its blank lines."""
    if _is_workbook(path):
        yield from sheets(path)
        return
    encoding = _encoding(path, _encoding_of_head(path))
    before = 0
    rows: list[list[str]] = []
    with path.open(encoding=encoding, newline=None) as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    rows.append([cell.strip() for cell in cells])
                before = reader.line_num
        except csv.Error as error:
            raise FeedError(
                f"line {before + 1}: is not well-formed CSV ({error}). "
                "Ask the supplier to send the file again."
            ) from error
    yield path.stem, rows


def joined_tables(
    path: Path,
    is_header: Callable[[list[str]], bool],
    names_period: Callable[[str], object],
    period: tuple[str, Callable[[str], str]],
) -> Records:
    """Join the tables of a file that have one header, each row with the period it is about.

    Where no column of it `names_period`, one is added under the first part of `period`: what the
    second finds in titles, sheet or file name. A row that is a heading alone is given none.
    """
    added, find = period
    header: list[str] = []
    records: list[tuple[int, list[str]]] = []
    for table in headed_tables(path, is_header):
        has_period = any(names_period(folded(cell)) for cell in table.header)
        named = table.header if has_period else [*table.header, added]
        if header and [folded(cell) for cell in named] != [folded(cell) for cell in header]:
            continue
        header = header or named
        said = (*table.titles, table.sheet, path.stem)
        about = "" if has_period else next(filter(None, map(find, map(folded, said))), "")
        records += (
            (line, cells if has_period else [*cells, about if sum(map(bool, cells)) > 1 else ""])
            for line, cells in table.rows
        )
    return Records(header or first_cells(path), iter(records))


def read_json(path: Path, remedy: str, **how: Any) -> Any:
    """Read a delivered JSON file whole; a text that is none is refused with the remedy."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), **how)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FeedError(f"{path.name}: is not JSON ({error}). {remedy}") from error


def first_cells(path: Path, *, most_lines: int = 1) -> list[str]:
    """Return the first cells of a file that has no known header, for the words of a refusal."""
    if _is_workbook(path):
        return [cell for _, rows in sheets(path) for row in rows[:3] for cell in row if cell][:20]
    head = _head(path, _encoding_of_head(path), ",")
    return [cell for row in head[:most_lines] for cell in row][:20]


def _is_workbook(path: Path) -> bool:
    if path.suffix.casefold() in WORKBOOKS:
        return True
    with path.open("rb") as file:
        start = file.read(8)
    return start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _header_place(rows: list[list[str]], is_header: Callable[[list[str]], bool]) -> int | None:
    return next((place for place, row in enumerate(rows) if is_header(row)), None)


def _titles(rows: list[list[str]], place: int) -> tuple[str, ...]:
    return tuple(cell for row in rows[:place] for cell in row if cell.strip())


def _below(rows: list[list[str]], place: int) -> Iterator[tuple[int, list[str]]]:
    width = len(rows[place])
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if any(row):
            yield number, (row + [""] * width)[: max(width, len(row))]


def _encoding_of_head(path: Path) -> str:
    """Tell the encoding by the beginning alone: a file that is not ours is not read to its end."""
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "ascii" if start.isascii() else "utf-8"


def _encoding(path: Path, likely: str, *, may_lack_last_newline: bool = False) -> str:
    """Let the whole file say what its beginning leaves open; refuse one that is not whole text."""
    for encoding in ("utf-8", "cp1252") if likely == "ascii" else (likely,):
        try:
            is_whole = _ends_its_last_line(path, encoding)
        except UnicodeError:
            continue
        if not is_whole and not may_lack_last_newline:
            raise FeedError(CUT_SHORT)
        return encoding
    raise FeedError(UNKNOWN_ENCODING)


def _ends_its_last_line(path: Path, encoding: str) -> bool:
    """Decode the whole file; a CR alone ends a line only where no line ends in LF."""
    last, has_line_feed = "\n", False
    with path.open(encoding=encoding, newline="") as file:
        while chunk := file.read(_CHUNK):
            if "\0" in chunk:
                raise FeedError(NOT_TEXT)
            has_line_feed = has_line_feed or "\n" in chunk
            last = chunk[-1]
    return last == "\n" or (last == "\r" and not has_line_feed)


def _head(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with path.open("rb") as file:
        text = file.read(HEAD_BYTES).decode(encoding, errors="replace")
    reader = csv.reader(
        io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter
    )
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _records(
    path: Path, header: list[str], delimiter: str, encoding: str
) -> Iterator[tuple[int, list[str]]]:
    match = Match(_NO_LAYOUT, header, {}, [], delimiter, encoding)
    is_below = False
    for line, cells in read_text(path, match):
        if is_below and any(cell.strip() for cell in cells):
            yield line, cells
        elif cells == header:
            is_below = True


def _each_on_its_line(
    records: Iterator[tuple[int, list[str]]],
) -> Iterator[tuple[int, list[str]]]:
    """Refuse a quote that is open at the end of its line (`read_text` marks it with a NUL)."""
    for number, cells in records:
        if any("\n" in cell or "\0" in cell for cell in cells):
            raise FeedError(
                f"line {number}: a quote is opened and not closed on its line. "
                "Ask the supplier to send the file again."
            )
        yield number, cells
