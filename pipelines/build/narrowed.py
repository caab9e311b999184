"""Shows a table, while its months are rebuilt, only the deliveries that hold those months."""

import datetime as dt

from pipelines.build import raw_tables
from pipelines.catalogue.catalogue import Catalogue, Table
from pipelines.store.warehouse import Warehouse


class Narrowed:
    """Within, the raw views a table reads show only the deliveries that hold the given months."""

    def __init__(
        self, warehouse: Warehouse, catalogue: Catalogue, table: Table, months: set[dt.date] | None
    ) -> None:
        self.warehouse, self.months = warehouse, months
        self.views = [
            source
            for source in (catalogue.tables[up] for up in sorted(table.reads))
            if source.feed is not None and source.month_column
        ]

    def __enter__(self) -> None:
        if self.months is not None:
            for source in self.views:
                files = raw_tables.shown(self.warehouse, source, self.months)
                raw_tables.show(self.warehouse, source, files)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.months is not None and kind is None:
            for source in self.views:
                raw_tables.show(self.warehouse, source, raw_tables.shown(self.warehouse, source))
