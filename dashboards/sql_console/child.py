"""Runs one SELECT on one snapshot in a process of its own: JSON in, JSON out, nothing else.

It is started as a file by a fresh interpreter with an empty environment. It prints an empty line
when it has opened the snapshot, then one line of JSON. `dashboards.sql_console.ask` reads them, and
ends it when it takes too long or too much memory.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

LONGEST_CELL = 2_000
MOST_TEXT = 4_000_000
# The functions that may stand where a table stands: they make rows of what the query gives them.
TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "repeat", "repeat_row",
                   "json_each", "json_tree"}  # fmt: skip
# Functions that tell of the server, change something, run text as a query, or only wait.
_REFUSED = {"getenv", "getvariable", "version", "user", "session_user", "query", "query_table",
            "nextval", "currval", "setseed", "write_log", "stats", "vector_type", "glob",
            "get_block_size", "txid_current", "in_search_path", "format_type", "col_description",
            "obj_description", "shobj_description", "parse_duckdb_log_message", "sleep_ms",
            "json_serialize_plan", "json_execute_serialized_sql", "which_secret",
            "add_parquet_key"}  # fmt: skip
_REFUSED_BEGIN = ("read_", "pragma_", "duckdb_", "pg_", "inet_", "current_", "parquet_", "sniff_",
                  "__internal", "has_", "enable_", "disable_", "force_", "test_")  # fmt: skip
_ALLOWED = {"current_date", "current_timestamp", "current_time", "current_localtime",
            "current_localtimestamp", "pg_typeof", "pg_size_pretty"}  # fmt: skip
_FIRST_WORD = re.compile(r"\s*([A-Za-z]+)")
_PLAIN_NAME = re.compile(r"\w+")


class QueryRefusedError(Exception):
    """A query that may not run here."""


_NUL = QueryRefusedError("it holds a character that no query has")
_ONE = QueryRefusedError("one SELECT at a time")
_SHOW = QueryRefusedError(
    "SHOW, DESCRIBE and SUMMARIZE may not be asked here; the columns are below"
)
_SYSTEM = QueryRefusedError("the system's own tables may not be asked here")
_TOO_DEEP = QueryRefusedError("the query is nested too deeply")
_TOO_MUCH = QueryRefusedError("it took too much memory, so it was stopped")


def main() -> None:
    """Read the question, answer it, and leave."""
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Answer a question, or say why it is refused, without naming a place on the server."""
    try:
        return run(asked["path"], asked["query"], asked["most_rows"], asked["memory_megabytes"])
    except QueryRefusedError as error:
        return {"refused": str(error)}
    except duckdb.Error as error:
        return {"refused": _without_paths(str(error), asked["path"])}
    except MemoryError:
        return {"refused": str(_TOO_MUCH)}
    except RecursionError:
        return {"refused": str(_TOO_DEEP)}


def run(path: str, query: str, most_rows: int, memory_megabytes: int) -> dict[str, Any]:
    """Run one SELECT; return its columns and at most so many rows."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": f"{memory_megabytes}MB",
        "temp_directory": "",  # what does not fit into memory is refused, and never written
        "threads": "1",
        "python_enable_replacements": "false",
    }
    with duckdb.connect(path, read_only=True, config=config) as connection:
        sys.stdout.write("\n")
        sys.stdout.flush()
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
    if "\x00" in query:
        raise _NUL
    serialised = connection.execute("select json_serialize_sql($1::varchar)", [query]).fetchone()
    tree: dict[str, Any] = json.loads(serialised[0]) if serialised else {"error": True}
    if tree.get("error"):
        if tree.get("error_type") == "not implemented":
            raise QueryRefusedError(_no_select(query))
        raise QueryRefusedError(str(tree.get("error_message") or "it cannot be read"))
    if len(tree["statements"]) != 1:
        raise _ONE
    nodes = list(_nodes(tree["statements"]))
    tables = _tables(connection) | _named_here(connection, nodes)
    for node in nodes:
        if node.get("type") == "SHOW_REF":
            raise _SHOW
        if node.get("type") == "BASE_TABLE":
            _check_table(node, tables)
        elif node.get("type") == "TABLE_FUNCTION":
            _check_table_function(str(node["function"].get("function_name") or "").casefold())
        if name := str(node.get("function_name") or "").casefold():
            _check_function(name)


def _no_select(query: str) -> str:
    word = _FIRST_WORD.match(query)
    name = word[1].upper() if word else "That"
    if name == "PIVOT":
        return "PIVOT must name its values: PIVOT ... ON column IN ('a', 'b')"
    return f"{name} may not be asked here; a SELECT may be asked and nothing else"


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    tables = connection.execute("select table_name from duckdb_tables() where not internal")
    return {str(name).casefold() for (name,) in tables.fetchall()}


def _named_here(connection: duckdb.DuckDBPyConnection, nodes: list[dict[str, Any]]) -> set[str]:
    """Return the names that the query gives its own parts; none may be a name of the system's.

    A name is known in one part of a query only. One that also is the system's would let another
    part ask the system's table.
    """
    named = {
        str(entry["key"]).casefold()
        for node in nodes
        if isinstance(node.get("cte_map"), dict)
        for entry in node["cte_map"].get("map") or []
    }
    views = connection.execute("select view_name from duckdb_views() where internal")
    if named & {str(name).casefold() for (name,) in views.fetchall()}:
        raise _SYSTEM
    for name in named:
        if not _PLAIN_NAME.fullmatch(name) or name.startswith(_REFUSED_BEGIN):
            raise QueryRefusedError(f"{name} may not be a name here")
    return named


def _check_table(node: dict[str, Any], tables: set[str]) -> None:
    schema = str(node.get("schema_name") or "main").casefold()
    name = str(node.get("table_name") or "")
    if schema != "main" or name.casefold().startswith(_REFUSED_BEGIN):
        raise _SYSTEM
    if name.casefold() not in tables:
        raise QueryRefusedError(f"there is no table {name[:80]}; those there are stand below")


def _check_table_function(name: str) -> None:
    if name not in TABLE_FUNCTIONS:
        raise QueryRefusedError(f"{name[:80]} may not be used as a table here")


def _check_function(name: str) -> None:
    if name in _ALLOWED:
        return
    if name in _REFUSED or name.startswith(_REFUSED_BEGIN):
        raise QueryRefusedError(f"{name[:80]} may not be used here")


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
    """Return the first line of an error, without a place on the server in it."""
    first = next(iter(message.splitlines()), "it cannot be answered")
    for place in (path, str(Path(path).parent), sys.prefix, sys.base_prefix):
        first = first.replace(place, "the snapshot")
    return first


if __name__ == "__main__":
    main()
