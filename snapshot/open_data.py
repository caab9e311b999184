"""The open data of a night: every public figure and measure, as CSV and as Parquet."""

from pathlib import Path

from pipelines import effects
from pipelines.sql import literal
from snapshot.export import FORMULA, stamped
from snapshot.published import Published

FOLDER = "exports"


def write_exports(home: Path) -> None:
    """Write what the public file of a snapshot says, each row with the snapshot, day and stamp.

    `home` is the folder of the snapshot, finished or not.
    """
    folder = home / FOLDER
    effects.make_folder(folder)
    with Published(home.parents[1], "public", home.name) as published:
        for table, name in (("observation", "figures"), ("metric", "measures")):
            columns = [(column, kind) for column, kind, _ in published.notes[table].columns]
            cells = ", ".join(_safe(*column) for column in columns)
            for query, path, form in (
                (f"select {cells} from {table}", folder / f"{name}.csv", "csv, header"),
                (f"from {table}", folder / f"{name}.parquet", "parquet, compression zstd"),
            ):
                effects.before("write", path)
                published.copy(stamped(published, query), path, form)
                effects.sync_file(path)


def _safe(name: str, kind: str) -> str:
    """Keep a text from being run as a formula by a spreadsheet."""
    if kind != "varchar":
        return name
    runs = literal(f"^ *[{FORMULA}]")
    return f"case when regexp_matches({name}, {runs}) then '''' || {name} else {name} end as {name}"
