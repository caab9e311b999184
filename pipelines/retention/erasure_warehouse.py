"""Removes a delivery from the working store: its lines, what was built from it, and the bytes."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines import effects
from pipelines.catalogue.catalogue import Catalogue
from pipelines.errors import StorageError
from pipelines.retention.erasure_register import Erasure
from pipelines.site.site import Site
from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse

_ABOUT_TABLES = ("table_state", "table_part", "quality_check")


def erase(site: Site, catalogue: Catalogue, erasures: Iterable[Erasure]) -> None:
    """Forget deliveries and all that was built from them; the next night builds it again.

    Deleted rows stay in a database's free blocks, so the file is written anew with what is left.
    """
    with Warehouse(site) as warehouse, warehouse.transaction():
        for erasure in erasures:
            _forget(warehouse, catalogue, erasure)
    rewrite(site)


def _forget(warehouse: Warehouse, catalogue: Catalogue, erasure: Erasure) -> None:
    connection = warehouse.connection
    names = erasure.file_names
    connection.execute(
        "update quality.delivery set state = 'withdrawn', reason = ?, staged_file = null, "
        "content = null, seen = '' where file_name in (select unnest(?))",
        [f"{erasure.told}.", names],
    )
    for table in ("rejected_record", "delivery_part", "raw_file", "kept_since"):
        connection.execute(
            f"delete from quality.{table} where sha256 in (select unnest(?))", [erasure.sha256s]
        )
    connection.execute(
        "delete from quality.rejected_record where file_name in (select unnest(?))", [names]
    )
    # What a later edition had replaced may have to stand in again: it is read again.
    connection.execute(
        "update quality.delivery set seen = '' where state = 'superseded' "
        "and staged_file is null and table_name in (select unnest(?))",
        [erasure.tables],
    )
    built = affected(catalogue, erasure)
    for name in sorted(built):
        connection.execute(
            f"drop {'view' if name.startswith('raw.') else 'table'} if exists {name}"
        )
    for table in _ABOUT_TABLES:
        connection.execute(
            f"delete from quality.{table} where table_name in (select unnest(?))", [sorted(built)]
        )


def affected(catalogue: Catalogue, erasure: Erasure) -> set[str]:
    """Name the tables that may hold something of an erased delivery."""
    return catalogue.downstream(name for name in erasure.tables if name in catalogue.tables)


def rewrite(site: Site) -> None:
    """Write the working store anew with what it holds now; the old file is gone from the folder."""
    path = site.warehouse_file
    fresh = path.with_name(f"{path.stem}.fresh{effects.PARTIAL}")
    try:
        with Warehouse(site) as warehouse:
            connection = warehouse.connection
            # A view over staged files cannot be copied where one of them is missing. The next
            # night shows them all again, as it does in a site that was moved.
            views = warehouse.rows(
                "select view_name from duckdb_views() where schema_name = 'raw' "
                "and database_name = current_database() and not internal"
            )
            with warehouse.transaction():
                connection.execute("delete from quality.setting where name = 'site_folder'")
                for (view,) in views:
                    connection.execute(f'drop view raw."{view}"')
            _clear(fresh)
            effects.attach(connection, fresh, "fresh")
            (name,) = warehouse.one("select current_database()")
            connection.execute(f'copy from database "{name}" to fresh')
            _prove(warehouse, name)
            connection.execute("detach fresh")
        effects.replace(fresh, path)
        effects.unlink(path.with_name(f"{path.name}.wal"))
    finally:
        _clear(fresh)


def _prove(warehouse: Warehouse, name: str) -> None:
    """Refuse a copy that does not hold every row."""
    for schema, table in warehouse.rows(
        "select schema_name, table_name from duckdb_tables() where database_name = ?", [name]
    ):
        counts = warehouse.one(
            f'select (select count(*) from "{name}"."{schema}"."{table}"), '
            f'(select count(*) from fresh."{schema}"."{table}")'
        )
        if counts[0] != counts[1]:
            raise StorageError(
                f"{warehouse.site.warehouse_file}: {schema}.{table} was not copied whole "
                f"({counts[1]:,} of {counts[0]:,} rows), so nothing was replaced. Run it again."
            )


def _clear(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}.wal")):
        with contextlib.suppress(OSError):
            effects.unlink(one)


def forget_series(site: Site, metric_ids: Iterable[str], snapshot: Path) -> bool:
    """Forget the register's series that no figure has any longer; say whether there were any.

    A series is a measure in an area for a part: its part may be named after a delivered value.
    """
    path = literal(str(snapshot))
    with Warehouse(site) as warehouse:
        warehouse.connection.execute(f"attach {path} as newest (read_only)")
        try:
            with warehouse.transaction():
                counts = [
                    warehouse.connection.execute(
                        f"""delete from quality.{table} as t
                        where metric_id in (select unnest(?)) and not exists (
                            from newest.observation as o where o.metric_id = t.metric_id
                            and o.area_code = t.area_code
                            and o.breakdown_value is not distinct from t.breakdown_value)""",
                        [sorted(metric_ids)],
                    ).fetchone()
                    for table in ("figure_register", "revision")
                ]
        finally:
            with contextlib.suppress(duckdb.Error):
                warehouse.connection.execute("detach newest")
    return any(count and count[0] for count in counts)
