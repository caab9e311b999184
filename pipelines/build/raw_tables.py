"""Raw tables: views over the accepted deliveries, where a later edition replaces an earlier one."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipelines.catalogue.catalogue import Table, fingerprint
from pipelines.contract.feed import Layout
from pipelines.ingest.intake.account import ACCEPTED
from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse

IN_PART = "in part replaced"


@dataclass(frozen=True)
class RawFile:
    """A staged delivery that a raw table shows, less the parts a later edition replaced."""

    sha256: str
    staged_file: str
    excluded: tuple[str, ...]


def winners(warehouse: Warehouse, table: Table) -> list[RawFile]:
    """Choose the deliveries that a raw table shows, and mark the others in the ledger."""
    files, replaced = chosen(warehouse, table)
    kept = {(file.sha256, file.staged_file) for file in files}
    for key, (name, winner) in replaced.items():
        whole = key not in kept
        warehouse.connection.execute(
            "update quality.delivery set state = ?, reason = ? where staged_file = ? "
            "and file_name = ? and state <> 'partly_rejected'",
            [
                "superseded" if whole else "loaded",
                f"{'replaced' if whole else IN_PART} by the later {winner}." if winner else None,
                key[1],
                name,
            ],
        )
    return files


def chosen(
    warehouse: Warehouse, table: Table
) -> tuple[list[RawFile], dict[tuple[str, str], tuple[str, str]]]:
    """Choose, part by part, the latest accepted delivery: by arrival, then by period, then by name.

    Where each delivery restates the whole, the latest stands alone; where each adds, all stand.
    Beside them are given those of which a part or all is lost now (or was): name, and what replaces.
    """
    assert table.layout is not None
    unit = {"restate": "''", "append": "d.staged_file"}.get(table.layout.revision, "p.part")
    latest = (
        f"(partition by {unit} order by d.received_at desc, d.file_period desc nulls last, "
        "d.file_name desc)"
    )
    ranked = warehouse.rows(
        f"""
        select d.sha256, d.staged_file, d.file_name,
            d.state = 'superseded' or starts_with(coalesce(d.reason, ''), '{IN_PART}') as was_lost,
            p.part,
            d.file_name = first(d.file_name) over {latest} as wins,
            first(d.file_name) over {latest} as winner,
        from quality.delivery as d
        join quality.delivery_part as p using (staged_file, table_name)
        where d.table_name = ? and d.state in {ACCEPTED}
        order by d.file_name, p.part
        """,
        [table.name],
    )
    kept: dict[tuple[str, str], list[str]] = defaultdict(list)
    lost: dict[tuple[str, str], list[str]] = defaultdict(list)
    replaced: dict[tuple[str, str], tuple[str, str]] = {}
    for sha256, staged, name, was_lost, part, wins, winner in ranked:
        (kept if wins else lost)[sha256, staged].append(part)
        if not wins:
            replaced[sha256, staged] = (name, winner)
        elif was_lost:
            replaced.setdefault((sha256, staged), (name, ""))
    return [
        RawFile(sha256, staged, tuple(lost.get((sha256, staged), ())))
        for sha256, staged in sorted(kept)
    ], replaced


def out_of_step(warehouse: Warehouse) -> dict[str, bool]:
    """Name the raw tables that may not show what the ledger has: a night was cut off between them.

    It is certain (True) except of a file that was partly rejected: one that is replaced since keeps
    that state.
    """
    return dict(
        warehouse.rows(
            f"""
            select table_name, bool_or(certain) from (
                select table_name, state = 'loaded' as certain from quality.delivery as d
                where state in {ACCEPTED} and state <> 'superseded'
                    and exists (
                        from quality.delivery_part as p
                        where p.table_name = d.table_name and p.staged_file = d.staged_file)
                    and not exists (
                        from quality.raw_file as f
                        where f.table_name = d.table_name and f.staged_file = d.staged_file)
                union all
                select table_name, true from quality.raw_file as f
                where not exists (
                    from quality.delivery as d
                    where d.table_name = f.table_name and d.staged_file = f.staged_file
                        and d.state in {ACCEPTED}))
            group by table_name
            """
        )
    )


def version(table: Table, files: list[RawFile]) -> str:
    """Fingerprint what the table shows."""
    return fingerprint(
        table.definition, *(f"{f.sha256}|{f.staged_file}|{'|'.join(f.excluded)}" for f in files)
    )


def view_sql(warehouse: Warehouse, layout: Layout, files: list[RawFile]) -> str:
    """Write the SELECT that shows these deliveries."""
    names = list(layout.staged)
    period = ["file_period"] if layout.period_in_name else []
    if not files:
        typed = [f"null::{kind} as {name}" for name, kind in layout.staged.items()]
        typed += ["null::varchar as source_file", "null::bigint as source_row"]
        typed += ["null::timestamp as received_at"] + [f"null::date as {p}" for p in period]
        return f"select {', '.join(typed)} where false"
    home = warehouse.site.staged.as_posix()
    paths = ", ".join(literal(f"{home}/{file.staged_file}") for file in files)
    columns = [f'"{name}"' for name in [*names, "source_file"]]
    columns += ["file_row_number + 1 as source_row", "received_at", *period]
    lost = [(file, part) for file in files for part in file.excluded]
    where = ""
    if lost:
        part = f"concat_ws(' | ', {', '.join(f'{name}::varchar' for name in layout.partition_by)})"
        pairs = ", ".join(
            f"({literal(f'{home}/{file.staged_file}')}, {literal(p)})" for file, p in lost
        )
        where = f" where (filename, {part}) not in ({pairs})"
        return (
            f"select {', '.join(columns)} from "
            f"read_parquet([{paths}], file_row_number = true, filename = true){where}"
        )
    return f"select {', '.join(columns)} from read_parquet([{paths}], file_row_number = true)"


def show(warehouse: Warehouse, table: Table, files: list[RawFile]) -> None:
    """Point the raw view at these deliveries."""
    assert table.layout is not None
    warehouse.connection.execute(
        f"create or replace view {table.name} as {view_sql(warehouse, table.layout, files)}"
    )


def remember(
    warehouse: Warehouse, table: Table, shown_before: list[RawFile], files: list[RawFile]
) -> None:
    """Write down which deliveries the raw table shows; of thousands, only what is now other."""
    before = set(shown_before)
    gone = before.difference(files)
    warehouse.connection.execute(
        "delete from quality.raw_file where table_name = ? and staged_file in (select unnest(?))",
        [table.name, [file.staged_file for file in gone]],
    )
    warehouse.insert(
        "raw_file",
        [
            (table.name, file.sha256, file.staged_file, list(file.excluded))
            for file in files
            if file not in before
        ],
    )


def row_count(warehouse: Warehouse, table: Table) -> int:
    """Count the rows a raw table shows, from the ledger: its files need not be opened."""
    (rows,) = warehouse.one(
        """
        select coalesce(sum(p.row_count), 0)::bigint
        from quality.raw_file as f
        join quality.delivery_part as p using (table_name, staged_file)
        where f.table_name = ? and not list_contains(f.excluded_parts, p.part)
        """,
        [table.name],
    )
    assert isinstance(rows, int)
    return rows


def shown(warehouse: Warehouse, table: Table, months: set[dt.date] | None = None) -> list[RawFile]:
    """Return the deliveries a raw table shows; those that hold one of the months, where given."""
    where = ""
    parameters: list[object] = [table.name]
    if months is not None:
        where = (
            "and staged_file in (select staged_file from quality.delivery_part "
            "where table_name = ? and month_start_date in (select unnest(?)))"
        )
        parameters += [table.name, sorted(months)]
    return [
        RawFile(sha256, staged, tuple(excluded))
        for sha256, staged, excluded in warehouse.rows(
            "select sha256, staged_file, excluded_parts from quality.raw_file "
            f"where table_name = ? {where} order by sha256, staged_file",
            parameters,
        )
    ]


@contextmanager
def partition_filter(
    warehouse: Warehouse, tables: Iterable[Table], months: set[dt.date]
) -> Iterator[None]:
    """Show of raw tables kept by month, within, only the deliveries that hold some months."""
    views = [table for table in tables if table.feed is not None and table.month_column]
    for view in views:
        show(warehouse, view, shown(warehouse, view, months))
    yield
    for view in views:  # not after an error: the transaction rolls back what was shown
        show(warehouse, view, shown(warehouse, view))


def months(warehouse: Warehouse, table: Table) -> dict[dt.date, str]:
    """Return each month a raw table holds, with the fingerprint of the deliveries that fill it."""
    return dict(
        warehouse.rows(
            """
            select p.month_start_date,
                md5(string_agg(f.staged_file || p.part, ',' order by f.staged_file, p.part))
            from quality.raw_file as f
            join quality.delivery_part as p using (table_name, staged_file)
            where f.table_name = ? and not list_contains(f.excluded_parts, p.part)
            group by all
            """,
            [table.name],
        )
    )


def load_reference(warehouse: Warehouse, table: Table) -> None:
    """Load a reference file of ours: small, all text, empty cells null."""
    assert table.reference is not None
    with table.reference.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    columns = ", ".join(f'"{name}" varchar' for name in header)
    connection = warehouse.connection
    connection.execute(f"create or replace table {table.name} ({columns})")
    marks = "(" + ", ".join("?" * len(header)) + ")"
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        cells = [cell or None for row in some for cell in row]
        connection.execute(
            f"insert into {table.name} values {', '.join([marks] * len(some))}", cells
        )


def refresh_views(warehouse: Warehouse, tables: list[Table]) -> None:
    """Point every raw view at this site's folder again, after the site has been moved."""
    here = str(warehouse.site.root)
    if warehouse.setting("site_folder") == here:
        return
    with warehouse.transaction():
        for table in tables:
            if table.layout is not None and warehouse.state(table.name) is not None:
                show(warehouse, table, shown(warehouse, table))
        warehouse.remember("site_folder", here)
