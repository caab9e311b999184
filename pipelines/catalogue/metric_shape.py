"""The shape that every metric table has, whatever its query gives."""

import duckdb

METRIC_COLUMNS = {
    "area_code": "varchar",
    "period_type": "varchar",
    "period_start_date": "date",
    "period_end_date": "date",
    "breakdown_value": "varchar",
    "numerator": "double",
    "denominator": "double",
    "value": "double",
    "lower": "double",
    "upper": "double",
    "state": "varchar",
    "reason": "varchar",
    "source_release": "varchar",
}


def metric_select(connection: duckdb.DuckDBPyConnection, query: str, frequency: str) -> str:
    """Bring a metric's query to the shape that every metric table has; absent columns are null."""
    given = {
        row[0] for row in connection.execute(f"describe select * from ({query}) limit 0").fetchall()
    }
    columns = []
    for name, kind in METRIC_COLUMNS.items():
        if name in given:
            columns.append(f"{name}::{kind} as {name}")
        elif name == "period_type":
            columns.append(f"'{frequency}' as period_type")
        else:
            columns.append(f"null::{kind} as {name}")
    return f"select {', '.join(columns)} from ({query}\n)"
