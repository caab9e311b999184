"""The open data of a night: every public figure and measure, as CSV and as Parquet."""

from pathlib import Path

import duckdb

from pipelines import effects
from pipelines.sql import literal

FOLDER = "exports"
_FORMULA = r"^[=+@\t\r-]"  # what a spreadsheet would run
_STAMP = "Synthetic demonstration data: these figures describe no real person or place."


def write_exports(snapshot: Path) -> None:
    """Write what the public file of a snapshot says, each row with the snapshot, day and stamp."""
    folder = snapshot / FOLDER
    effects.make_folder(folder)
    with duckdb.connect(str(snapshot / "public.duckdb"), read_only=True) as connection:
        for table, name in (("observation", "figures"), ("metric", "measures")):
            plain = (
                f"select t.*, s.snapshot_id, s.business_date as as_at_date, "
                f"case when s.is_synthetic then {literal(_STAMP)} else '' end as data_note "
                f"from (select row_number() over () as place, * from {table}) as t "
                "cross join snapshot as s order by place"
            )
            rows = f"select * exclude (place) from ({plain})"
            safe = ", ".join(_safe(*column) for column in _columns(connection, rows))
            _copy(connection, f"select {safe} from ({rows})", folder / f"{name}.csv", "csv, header")
            _copy(connection, rows, folder / f"{name}.parquet", "parquet, compression zstd")


def _columns(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f"describe {query}").fetchall()]


def _safe(name: str, kind: str) -> str:
    """Keep a text from being run as a formula by a spreadsheet."""
    if kind != "VARCHAR":
        return name
    return f"case when regexp_matches({name}, '{_FORMULA}') then '''' || {name} else {name} end as {name}"


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, how: str) -> None:
    effects.before("write", path)
    connection.execute(f"copy ({query}) to {literal(str(path))} (format {how})")
    effects.sync_file(path)
