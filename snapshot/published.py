"""The only door to data: one published snapshot, opened read-only."""

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import duckdb

from pipelines import effects
from pipelines.sql import literal
from snapshot.snapshots import NotPublishedError, UnreadableError, named_id

Row = dict[str, Any]
# One core for a query: they are small, many readers ask at once, and the nightly wants the rest.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "threads": 1,
}
# Columns of `metric` that came later: a snapshot published before them has none.
_LATER = (
    *("numerator_unit", "denominator_unit", "aggregation", "maturity_months", "breaks"),
    *("target", "target_source", "context_only"),
)


# States that may show no figure, whatever the file holds.
HIDDEN = {"suppressed", "withheld"}
_FIGURES = ("value", "numerator", "denominator", "lower", "upper")


def hidden_figures(row: Row) -> Row:
    """Take the figures out of a row whose state hides them: a second lock on that door."""
    return row | dict.fromkeys(_FIGURES) if row["state"] in HIDDEN else row


def lines(text: str | None) -> tuple[str, ...]:
    """Split what the catalogue keeps one to a line."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


# What may go wrong while a snapshot is read.
READING_ERRORS = (NotPublishedError, duckdb.Error, OSError)


@dataclass(frozen=True)
class TableNote:
    """What a published table says of itself: its grain, and each column's type and meaning."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]


class Published:
    """One snapshot for one audience; safe to share between threads (a cursor for each)."""

    def __init__(
        self,
        folder: Path,
        audience: str = "board",
        snapshot_id: str | None = None,
        read_on: dt.date | None = None,
    ) -> None:
        """Open `<folder>/snapshots/<id>/<audience>.duckdb`; the current snapshot by default.

        `read_on` is the business date of the reader: after a quiet night figures are older and
        feeds later than on the day of the snapshot.
        """
        self._read_on = read_on
        self.folder = Path(folder)
        self.audience = audience
        self.snapshot_id = snapshot_id or named_id(self.folder)
        self.path = self.folder / "snapshots" / self.snapshot_id / f"{audience}.duckdb"
        if not self.path.exists():
            raise NotPublishedError(
                f"{self.path}: no such snapshot. `pcplan snapshots` lists those there are."
            )
        self._local = threading.local()
        try:
            self._connection = duckdb.connect(self.path, read_only=True, config=_CONFIG)
            self.snapshot = self.rows("select * from snapshot")[0]
        except (duckdb.Error, IndexError) as error:
            raise UnreadableError(
                f"{self.path}: cannot be read: {error}. `pcplan verify` says why."
            ) from error

    def rows(self, query: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Run a query of ours; return its rows as dictionaries by column name."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        cursor.execute(query, list(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def parquet(self, query: str, parameters: Iterable[Any] = ()) -> bytes:
        """Run a query of ours; return its rows as a Parquet file."""
        with effects.scratch() as folder:
            path = folder / "rows.parquet"
            self.copy(query, path, "parquet, compression zstd", parameters)
            return path.read_bytes()

    def copy(self, query: str, path: Path, form: str, parameters: Iterable[Any] = ()) -> None:
        """Run a query of ours; write its rows into a file, in a form of DuckDB's COPY."""
        self._connection.cursor().execute(
            f"copy ({query}) to {literal(str(path))} (format {form})", list(parameters)
        )

    def has(self, table: str) -> bool:
        """Say whether this snapshot has a table: one published before it was there has none."""
        return table in self.notes

    def table(self, name: str, order: str = "all") -> list[Row]:
        """Return every row of a small table; none where this snapshot has no such table."""
        return self.rows(f"select * from {name} order by {order}") if self.has(name) else []

    def count(self, name: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"select count(*) as rows from {name}")[0]["rows"])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Give the snapshot, which is closed at the end."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the file."""
        self.close()

    @cached_property
    def as_at(self) -> dt.date:
        """Return the day that ages and lateness are counted to."""
        published_on: dt.date = self.snapshot["business_date"]
        return max(published_on, self._read_on or published_on)

    @cached_property
    def themes(self) -> list[Row]:
        """Return the plan's themes in its order."""
        return self.rows("select * from plan_theme order by position, theme")

    @cached_property
    def objectives(self) -> list[Row]:
        """Return the plan's objectives in its order."""
        return self.rows("select * from plan_objective order by position, objective_id")

    @cached_property
    def priorities(self) -> list[Row]:
        """Return the plan's priorities for action in its order."""
        return self.rows("select * from plan_priority order by position, priority_id")

    @cached_property
    def promises(self) -> list[Row]:
        """Return every item of business intelligence that a priority promises."""
        return self.rows("select * from promise order by position, priority_id, rowid")

    @cached_property
    def metrics(self) -> dict[str, Row]:
        """Return the catalogue by metric_id, in the plan's order."""
        found = self.rows(
            """
            select metric.*
            from metric
            left join plan_theme using (theme)
            order by plan_theme.position, objective_id, priority_id nulls last, metric.rowid
            """
        )
        return {row["metric_id"]: dict.fromkeys(_LATER) | row for row in found}

    @cached_property
    def notes(self) -> dict[str, TableNote]:
        """Return what each table of this file says of itself, by name."""
        columns: dict[str, list[tuple[str, str, str]]] = {}
        for row in self.rows(
            """
            select table_name, column_name, lower(data_type) as data_type, comment
            from duckdb_columns()
            order by column_index
            """
        ):
            note = (row["column_name"], row["data_type"], row["comment"] or "")
            columns.setdefault(row["table_name"], []).append(note)
        return {
            row["table_name"]: TableNote(
                row["table_name"], row["comment"] or "", tuple(columns[row["table_name"]])
            )
            for row in self.rows(
                "select table_name, comment from duckdb_tables() order by table_name"
            )
        }

    @cached_property
    def events(self) -> list[Row]:
        """Return the events charts may draw, oldest first."""
        return self.rows("select * from event order by event_date")

    @cached_property
    def annotations(self) -> list[Row]:
        """Return what officers wrote about figures; nothing in a snapshot from before they could."""
        return self.table("annotation", "annotation_date, annotation_id")

    @cached_property
    def areas(self) -> dict[str, Row]:
        """Return each area once, by code, as it is now."""
        found = self.rows("select * from area order by valid_to nulls last, valid_from")
        return {row["area_code"]: row for row in found}

    @cached_property
    def feeds(self) -> list[Row]:
        """Return how each feed stands."""
        return self.rows("select * from feed_status order by title, feed_id")

    @cached_property
    def checks(self) -> list[Row]:
        """Return every expectation as last evaluated."""
        return self.rows("select * from quality_check order by table_name, severity, expectation")

    @cached_property
    def table_states(self) -> list[Row]:
        """Return the state of every table of the warehouse."""
        return self.rows("select * from table_state order by table_name")

    @cached_property
    def covered(self) -> dict[str, tuple[dt.date, dt.date]]:
        """Return the first and the last day that each measure has a figure for."""
        found = self.rows(
            """
            select metric_id, min(period_start_date) as first, max(period_end_date) as last
            from observation
            where value is not null
            group by metric_id
            """
        )
        return {row["metric_id"]: (row["first"], row["last"]) for row in found}

    @cached_property
    def checks_of(self) -> dict[str, list[Row]]:
        """Return the checks of each table, by its name."""
        found: dict[str, list[Row]] = {}
        for row in self.checks:
            found.setdefault(row["table_name"], []).append(row)
        return found

    def checks_behind(self, metric_id: str) -> list[Row]:
        """Return the checks of every table that a measure is made from, and of its own."""
        upstream = {row["table_name"] for row in self.sources(metric_id)}
        own = {name for name in self.checks_of if name.endswith(f".{metric_id}")}
        return [row for name in sorted(upstream | own) for row in self.checks_of.get(name, [])]

    @cached_property
    def _sources(self) -> list[Row]:
        return self.rows("select * from metric_source order by metric_id, table_name")

    def sources(self, metric_id: str) -> list[Row]:
        """Return the tables a measure is made from, with the feed of each raw one."""
        return [row for row in self._sources if row["metric_id"] == metric_id]

    @cached_property
    def _series(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows(
            """
            select
                metric_id, area_code, any_value(area_name) as area_name, period_type,
                breakdown_value is null as is_total, count(value) as figures,
                max(period_end_date) filter (value is not null) as latest
            from observation
            group by metric_id, area_code, period_type, is_total
            """
        ):
            found.setdefault(row["metric_id"], []).append(row)
        return found

    def series_of(self, metric_id: str) -> list[Row]:
        """Return what there is of a measure: areas, period types, totals or parts."""
        return [dict(row) for row in self._series.get(metric_id, [])]

    def observations(
        self, metric_id: str, period_type: str, area_codes: Iterable[str], *, totals: bool
    ) -> list[Row]:
        """Return the figures of some areas in period order: the totals, or the parts."""
        figures = self.figures(metric_id, period_type, area_codes, totals=totals)
        return [hidden_figures(row) | {"area_name": self.area_name(row)} for row in figures]

    def figures(
        self, metric_id: str, period_type: str, area_codes: Iterable[str], *, totals: bool
    ) -> list[Row]:
        """Return those figures as the file holds them."""
        return self.rows(
            f"""
            select *
            from observation
            where metric_id = ? and period_type = ?
            and list_contains(string_split(?, ','), area_code)
            and breakdown_value is {"" if totals else "not"} null
            order by period_end_date, period_start_date, area_name, breakdown_value
            """,
            [metric_id, period_type, ",".join(area_codes)],
        )

    def area_name(self, row: Row) -> str:
        """Name the area of a row; a county that shares the force's name is called a county."""
        name = str(row["area_name"] or row["area_code"])
        same = name == self.snapshot["force_name"] and row["area_code"].startswith("E10")
        return f"{name} county" if same else name

    @cached_property
    def _signals(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("select * from signal"):
            found.setdefault(row["metric_id"], []).append(row)
        return found

    def signals(self, metric_id: str) -> list[Row]:
        """Return what each series of a measure says."""
        return self._signals.get(metric_id, [])
