"""Loads real published files by a feed's own contract, for tests that assert published figures."""

import datetime as dt

import duckdb
import pytest

from pipelines.ingest.intake.profile import profile
from pipelines.ingest.intake.route import route
from pipelines.ingest.intake.stage import Source, stage
from tests.conftest import build, create, prepare, query_text, raw_columns, rows_of

RECEIVED = dt.datetime(2026, 4, 1, 2, 30)


class Loaded:
    """Raw tables of one feed in plain DuckDB, with the account of each file that fills them."""

    def __init__(self, connection, accounts):
        self.connection = connection
        self.accounts = accounts

    def build(self, *paths):
        """Build core or metric tables from their query files, in this order."""
        for path in paths:
            build(self.connection, path)
        return self

    def rows(self, query):
        """Run a query; return its rows as dictionaries."""
        return rows_of(self.connection, query)

    def run(self, path):
        """Run a query file of ours."""
        return self.rows(query_text(path))


@pytest.fixture
def load_feed(tmp_path):
    """Return a function that loads files by a feed's contract and says which layout took which."""
    connection = duckdb.connect()
    prepare(connection, {})
    contracts = raw_columns()

    def load(feed, files, tables=None):
        empty = {f"raw.{layout.table}": [] for layout in feed.layouts}
        for name, rows in (empty | (tables or {})).items():
            create(connection, name, rows, contracts.get(name, {}))
        accounts = {}
        staged = {layout.table: [] for layout in feed.layouts}
        for number, (name, path) in enumerate(sorted(files.items())):
            shape = profile(path)
            match = route(feed, f"{feed.feed_id}/{name}", path, shape).match
            target = tmp_path / f"{number}.parquet"
            account = stage(connection, Source(path, name, RECEIVED, shape, match), target)
            accounts[name] = (match.layout.table, account)
            if account.state != "refused":
                staged[match.layout.table].append(str(target))
        for layout in feed.layouts:
            if parts := staged[layout.table]:
                names = [column.name for column in layout.columns]
                names += [f"{c.name}_state" for c in layout.columns if c.keeps_state]
                names += ["source_file", "received_at"]
                names += ["file_period"] if layout.period_in_name else []
                connection.execute(
                    f"insert into raw.{layout.table} by name "
                    f"select {', '.join(names)}, file_row_number + 1 as source_row "
                    f"from read_parquet({parts}, file_row_number = true)"
                )
        return Loaded(connection, accounts)

    yield load
    connection.close()
