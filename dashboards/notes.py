"""What the published tables say of themselves: the comment of each table and of each column."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TableNote:
    """What a published table says of itself: its grain, and each column's type and meaning."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]


def table_notes(ask: Callable[[str], list[dict[str, Any]]]) -> dict[str, TableNote]:
    """Read the notes of every table of a file, by name; `ask` runs a query on it."""
    tables = ask("select table_name, comment from duckdb_tables() order by table_name")
    columns = ask(
        """
        select table_name, column_name, lower(data_type) as data_type, comment
        from duckdb_columns()
        order by column_index
        """
    )
    return {
        table["table_name"]: TableNote(
            table["table_name"],
            table["comment"] or "",
            tuple(
                (row["column_name"], row["data_type"], row["comment"] or "")
                for row in columns
                if row["table_name"] == table["table_name"]
            ),
        )
        for table in tables
    }
