"""Runs one SELECT on one snapshot in a process of its own: JSON in, JSON out, nothing else.

It is started as a file by a fresh interpreter with an empty environment. What it prints is read by
`dashboards.asking.ask`, which ends it when it takes too long or too much memory.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import duckdb

LONGEST_CELL = 2_000
MOST_TEXT = 4_000_000
# What would tell of the server, reach beyond the file, or run text as a query.
_REFUSED = ("read_", "pragma_", "duckdb_", "query", "glob", "getenv", "current_setting", "parquet_",
            "sniff_", "which_secret", "json_execute", "from_substrait", "sql_auto", "force_checkpoint",
            "checkpoint", "add_parquet", "write_log", "parse_duckdb_log", "iceberg_", "sqlite_",
            "storage_info", "version", "set_", "enable_", "disable_", "test_", "seq_scan", "index_scan",
            "has_", "pg_", "txid", "nextval", "currval", "setseed", "current_")  # fmt: skip
_ALLOWED = {"current_date", "current_timestamp", "has_value"}


class RefusedError(Exception):
    """A query that may not run here."""


_ONE = RefusedError("one SELECT at a time")
_SHOW = RefusedError("SHOW, DESCRIBE and SUMMARIZE may not be asked here")
_SYSTEM = RefusedError("the system's own tables may not be asked here")


def main() -> None:
    """Read the question, answer it, and leave."""
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Answer a question, or say why it is refused, without naming a place on the server."""
    try:
        return run(asked["path"], asked["query"], asked["most_rows"], asked["memory_megabytes"])
    except RefusedError as error:
        return {"refused": str(error)}
    except duckdb.Error as error:
        return {"refused": _without_paths(str(error), asked["path"])}


def run(path: str, query: str, most_rows: int, memory_megabytes: int) -> dict[str, Any]:
    """Run one SELECT; return its columns and at most so many rows."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": f"{memory_megabytes}MB",
        "max_temp_directory_size": "0B",
        "threads": "1",
        "python_enable_replacements": "false",
    }
    with duckdb.connect(path, read_only=True, config=config) as connection:
        check(connection, query)
        connection.execute("set lock_configuration = true")
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchmany(most_rows + 1)
    written: list[list[Any]] = []
    length = 0
    for row in rows[:most_rows]:
        cells = [_cell(value) for value in row]
        length += sum(len(cell) if isinstance(cell, str) else 8 for cell in cells)
        if length > MOST_TEXT:
            return {"names": names, "rows": written, "is_cut": True}
        written.append(cells)
    return {"names": names, "rows": written, "is_cut": len(rows) > most_rows}


def check(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Refuse whatever is not one SELECT on the published tables, by its parse tree."""
    found = connection.execute("select json_serialize_sql($1::varchar)", [query]).fetchone()
    tree: dict[str, Any] = json.loads(found[0]) if found else {"error": True}
    if tree.get("error"):
        said = tree.get("error_message") or "it cannot be read"
        if tree.get("error_type") == "not implemented":
            said = "a SELECT may be asked here and nothing else"
        raise RefusedError(str(said))
    if len(tree["statements"]) != 1:
        raise _ONE
    for node in _nodes(tree["statements"]):
        if node.get("type") == "SHOW_REF":
            raise _SHOW
        name = str(node.get("function_name") or node.get("table_name") or "").casefold()
        if name not in _ALLOWED and name.startswith(_REFUSED):
            raise RefusedError(f"{name} may not be used here")
        if str(node.get("schema_name") or "").casefold() in {"information_schema", "pg_catalog"}:
            raise _SYSTEM


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _cell(value: Any) -> Any:
    """Give a value as JSON can hold it; a long text is cut."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < 2**53 else str(value)  # false for what is not a number
    text = str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} (cut)"


def _without_paths(message: str, path: str) -> str:
    return message.replace(path, "the snapshot").splitlines()[0]


if __name__ == "__main__":
    main()
