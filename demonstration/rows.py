"""Bulk rows in DuckDB: drawn from SHA-256, so that no version, thread or time zone changes them."""

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from demonstration.draw import Delivery

DIGITS = 6  # hexadecimal digits a draw; a SHA-256 has ten such draws


def draw(place: int, below: int, key: str = "h") -> str:
    """Write SQL for the nth draw of a whole number from 0 up to `below` out of a hash column."""
    return f"(('0x' || substr({key}, {place * DIGITS + 1}, {DIGITS}))::integer % {below})"


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that prints nothing of its own."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    return connection


def load(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Make a small table out of rows in Python."""
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    selected = ", ".join(f"unnest(${name}) as {name}" for name in names)
    connection.execute(f"create table {table} as select {selected}", columns)


def load_slots(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Make a table to draw from: each row fills as many slots as its last cell says.

    Slots count from 0 within the first column, so a draw joins its choice by equality; a join by
    range is twenty times slower.
    """
    filled: dict[object, int] = {}
    slots = []
    for *cells, share in rows:
        start = filled.get(cells[0], 0)
        filled[cells[0]] = start + int(str(share))
        slots += [(*cells, slot) for slot in range(start, filled[cells[0]])]
    load(connection, table, (*names, "slot"), slots)


def files_by_month(
    connection: duckdb.DuckDBPyConnection, query: str, *, path: str, header: str, ends: str = "\n"
) -> Iterator[Delivery]:
    """Gather the lines (columns month, place and line) into one file a month, ordered by place."""
    found = connection.execute(
        f"""
        select month, string_agg(line, $ends order by place, line)
        from ({query})
        group by month
        order by month
        """,
        {"ends": ends},
    )
    while row := found.fetchone():
        month, lines = row
        yield path.format(month=month), f"{header}{ends}{lines}{ends}".encode()
