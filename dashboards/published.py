"""The only door to data: one published snapshot, opened read-only."""

import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

AUDIENCES = ("restricted", "board", "public")


class NotPublishedError(Exception):
    """There is no snapshot to read yet."""


def current_snapshot_id(folder: Path) -> str:
    """Read which snapshot CURRENT.json names."""
    pointer = folder / "CURRENT.json"
    try:
        return str(json.loads(pointer.read_text(encoding="utf-8"))["snapshot_id"])
    except FileNotFoundError:
        raise NotPublishedError(
            f"{folder}: nothing is published yet. Run `pcplan nightly` first."
        ) from None


class Published:
    """One snapshot for one audience; safe to share between threads (a cursor for each)."""

    def __init__(
        self, folder: Path, audience: str = "board", snapshot_id: str | None = None
    ) -> None:
        """Open `<folder>/snapshots/<id>/<audience>.duckdb`; the current snapshot by default."""
        self.folder = Path(folder)
        self.audience = audience
        self.snapshot_id = snapshot_id or current_snapshot_id(self.folder)
        self.path = self.folder / "snapshots" / self.snapshot_id / f"{audience}.duckdb"
        if not self.path.exists():
            raise NotPublishedError(
                f"{self.path}: no such snapshot. `pcplan snapshots` lists those there are."
            )
        self._connection = duckdb.connect(
            self.path, read_only=True, config={"autoinstall_known_extensions": False}
        )
        self._local = threading.local()

    def rows(self, query: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Run a query of ours; return its rows as dictionaries by column name."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        cursor.execute(query, list(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
