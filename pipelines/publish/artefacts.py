"""What a night makes for people to read, beside the snapshot's data: it is published with it."""

from pathlib import Path
from typing import Protocol


class Artefacts(Protocol):
    """Writes files into a snapshot before it is published."""

    def due(self) -> str:
        """Fingerprint what is due tonight and changes a snapshot by itself; empty for nothing."""

    def write(self, folder: Path, snapshot_id: str) -> dict[str, str]:
        """Write into the unfinished snapshot in `folder`; return what is left out, and why."""


class NoArtefacts:
    """A snapshot of data alone."""

    def due(self) -> str:
        """Nothing is due."""
        return ""

    def write(self, folder: Path, snapshot_id: str) -> dict[str, str]:
        """Write nothing."""
        return {}
