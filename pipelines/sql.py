"""Values of ours written into SQL: the one module that quotes them."""

import datetime as dt
from typing import Any


def literal(value: Any) -> str:
    """Write a value as a literal of DuckDB's SQL; raises TypeError for a kind that has none."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    raise TypeError(f"{value!r}: has no form in SQL")
