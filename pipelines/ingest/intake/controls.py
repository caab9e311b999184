"""Control totals: a supplier's own total row must agree with the records of its file."""

from decimal import Decimal

import duckdb

from pipelines.contract.feed import Control
from pipelines.ingest.intake.rules import literal, value_of
from pipelines.ingest.intake.slow_path import Structure
from pipelines.ingest.intake.source import Source

TOLERANCE = 1e-6

Figure = int | float | Decimal


def disagreement(
    connection: duckdb.DuckDBPyConnection, source: Source, structure: Structure
) -> str:
    """Say which total row of the file does not equal its records, or nothing.

    Every record that can be read counts, also one that another rule rejects: the total is of the
    file as the supplier sent it.
    """
    for number, control in enumerate(source.layout.controls):
        found = [(line, cells) for its, line, cells in structure.controls if its == number]
        if found and (reason := _compared(connection, source, control, found)):
            return reason
    return ""


def _compared(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    control: Control,
    found: list[tuple[int, list[str]]],
) -> str:
    place = source.match.places.get(control.column)
    if place is None:
        return ""
    header = source.match.header[place].strip() or control.column
    total: Figure = 0
    for line, cells in found:
        text = cells[place].strip() if place < len(cells) else ""
        figure = _typed(connection, source, control, text)
        if figure is None:
            return (
                f"line {line}: the total row's {header} is {text!r}, which is no figure to check "
                "the records with. Ask the supplier to send the file again."
            )
        total += figure  # type: ignore[operator]
    row = connection.execute(f"select coalesce(sum({control.column}), 0) from judged").fetchone()
    assert row is not None
    if abs(float(total) - float(row[0])) <= TOLERANCE * max(1.0, abs(float(row[0]))):
        return ""
    where = f"line {found[0][0]}" if len(found) == 1 else f"lines {found[0][0]} to {found[-1][0]}"
    return (
        f"{where}: the total of {header} is {total:,}, but the file's records add up to "
        f"{row[0]:,}. The file is refused whole; ask the supplier which is right."
    )


def _typed(
    connection: duckdb.DuckDBPyConnection, source: Source, control: Control, text: str
) -> Figure | None:
    if not text:
        return None
    column = source.layout.column(control.column)
    row = connection.execute(f"select {value_of(column, literal(text))}").fetchone()
    assert row is not None
    return row[0]
