"""Which tables does a query read? Asked of DuckDB's own parser, which does not need the tables."""

import json
from functools import cache, lru_cache
from typing import Any

import duckdb

from pipelines.errors import LineageError

OPAQUE_FUNCTIONS = {"query", "query_table"}
FILE_FUNCTIONS = {
    "read_csv",
    "read_csv_auto",
    "read_json",
    "read_json_auto",
    "read_ndjson",
    "read_parquet",
    "parquet_scan",
    "read_text",
    "read_blob",
    "glob",
    "sqlite_scan",
    "postgres_scan",
}
TABLE_FUNCTIONS = {"unnest", "range", "generate_series"}


@lru_cache(maxsize=1024)
def tables_read(query: str) -> frozenset[str]:
    """Return the `schema.table` names a query reads; refuse what cannot be seen through.

    Raises LineageError when the text is not exactly one SELECT, reads a table without its schema, a
    file, or anything hidden behind `query()`, `query_table()` or a table macro.
    """
    tree = _parse(query)
    if tree.get("error"):
        raise LineageError(f"is not one SELECT: {tree.get('error_message', 'cannot be parsed')}")
    if len(tree["statements"]) != 1:
        raise LineageError(f"holds {len(tree['statements'])} statements. Keep exactly one SELECT.")
    tables: set[str] = set()
    _walk(tree["statements"][0]["node"], frozenset(), tables)
    return frozenset(tables)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Open one empty database to parse with."""
    return duckdb.connect()


def _parse(query: str) -> dict[str, Any]:
    try:
        row = _parser().execute("select json_serialize_sql(?)", [query]).fetchone()
    except duckdb.Error as error:
        raise LineageError(f"cannot be parsed: {error}") from error
    assert row is not None
    tree: dict[str, Any] = json.loads(row[0])
    return tree


def _walk(node: Any, names: frozenset[str], tables: set[str]) -> None:
    """Collect base tables below a node; `names` are the CTEs in scope."""
    if isinstance(node, list):
        for item in node:
            _walk(item, names, tables)
        return
    if not isinstance(node, dict):
        return
    ctes = (node.get("cte_map") or {}).get("map") or []
    # A CTE sees the CTEs before it (and itself, when recursive); the body sees them all.
    for cte in ctes:
        if node.get("type") == "RECURSIVE_CTE_NODE" or _is_recursive(cte):
            names = names | {cte["key"].casefold()}
        _walk(cte["value"], names, tables)
        names = names | {cte["key"].casefold()}
    kind = node.get("type")
    if kind == "RECURSIVE_CTE_NODE" and node.get("cte_name"):
        names = names | {node["cte_name"].casefold()}
    if kind == "BASE_TABLE":
        _add_table(node, names, tables)
    if kind == "TABLE_FUNCTION":
        _check_function(node)
    for key, value in node.items():
        if key != "cte_map":
            _walk(value, names, tables)


def _is_recursive(cte: dict[str, Any]) -> bool:
    query = (cte.get("value") or {}).get("query") or {}
    return bool((query.get("node") or {}).get("type") == "RECURSIVE_CTE_NODE")


def _add_table(node: dict[str, Any], names: frozenset[str], tables: set[str]) -> None:
    schema, table = node.get("schema_name", ""), node["table_name"]
    if not schema and table.casefold() in names:
        return
    if not schema:
        raise LineageError(
            f"reads {table!r} without a schema. Write raw.{table} or core.{table}; "
            "files and outside tables cannot be read from a query."
        )
    tables.add(f"{schema}.{table}")


def _check_function(node: dict[str, Any]) -> None:
    name = str((node.get("function") or {}).get("function_name", "")).casefold()
    if name in TABLE_FUNCTIONS:
        return
    if name in OPAQUE_FUNCTIONS:
        raise LineageError(f"uses {name}(), which hides what it reads. Write the SELECT out.")
    if name in FILE_FUNCTIONS:
        raise LineageError(f"uses {name}(): files come in through a feed. Read raw.<table>.")
    raise LineageError(
        f"reads the table function or macro {name}(), which lineage cannot see through. "
        f"Allowed: {', '.join(sorted(TABLE_FUNCTIONS))}."
    )


def strip_header(text: str) -> str:
    """Return the query without a leading block comment (a metric's header)."""
    stripped = text.lstrip()
    if stripped.startswith("/*"):
        return stripped.split("*/", 1)[1].strip()
    return stripped.strip()
