"""The threads that stage files, each with a private in-memory database."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb


class Workers:
    """Threads that last as long as the warehouse is open; opening a database takes 20 ms."""

    def __init__(self, scratch: Path | None = None) -> None:
        """What does not fit in memory is set down in `scratch`."""
        self.pool = ThreadPoolExecutor(min(8, max(2, os.cpu_count() or 2)))
        self._scratch = scratch
        self._local = threading.local()
        self._all: list[duckdb.DuckDBPyConnection] = []

    def mine(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's connection."""
        connection: duckdb.DuckDBPyConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            config: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": "400MB",
                "threads": 1,  # two of one file's threads wait for each other more than they gain
                "autoinstall_known_extensions": False,
            }
            if self._scratch:
                config["temp_directory"] = str(self._scratch)
            connection = duckdb.connect(config=config)
            connection.execute("set enable_progress_bar = false")
            self._local.connection = connection
            self._all.append(connection)
        return connection

    def close(self) -> None:
        """Let the threads end what they are at, and close their databases."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        for connection in self._all:
            connection.close()
