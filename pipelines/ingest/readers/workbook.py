"""Reads spreadsheets (.xlsx, .xls, .ods) as text, cell by cell, the way a person sees them."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import FeedError


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
