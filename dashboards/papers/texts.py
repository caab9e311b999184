"""The words people wrote for a paper, read by name; what was read is remembered for the manifest."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from dashboards.papers.blocks import PaperError

SHIPPED = Path(__file__).with_name("sections")
COMMENTARY = "commentary"


def fingerprint(content: bytes) -> str:
    """Name content by its SHA-256."""
    return hashlib.sha256(content).hexdigest()


class Texts:
    """What is saved on the dashboards, before the office's own files, before those that ship.

    A paper made again has exactly the texts it was made of.
    """

    def __init__(
        self,
        folder: Path | None = None,
        kept: Mapping[str, bytes] | None = None,
        saved: Mapping[str, str] | None = None,
    ) -> None:
        """`folder` is the site's `papers/`; `kept` are the files of a paper to be made again.

        `saved` holds commentary by the name its file would have, and stands in that file's place.
        """
        self._folder = folder
        self._kept = kept
        self._saved = dict(saved or {})
        self.used: dict[str, bytes] = {}

    def read(self, name: str) -> str | None:
        """Read a file by its name below `papers/`; None where there is none."""
        content = self._content(name)
        if content is None:
            return None
        self.used[name] = content
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PaperError(f"{name}: is not UTF-8. Save it as UTF-8.") from error

    def is_shipped(self, name: str) -> bool:
        """Say whether a file is ours rather than the office's own."""
        shipped = SHIPPED / name
        return shipped.is_file() and self._content(name) == shipped.read_bytes()

    def commentary(self, board_date: dt.date) -> list[str]:
        """List the commentary files for a board date, by name."""
        start = f"{COMMENTARY}/{board_date.isoformat()}/"
        if self._kept is not None:
            return sorted(name for name in self._kept if name.startswith(start))
        names = {name for name in self._saved if name.startswith(start)}
        home = self._folder / start if self._folder else None
        if home is not None and home.is_dir():
            names |= {f"{start}{path.name}" for path in home.glob("*.md")}
        return sorted(names)

    def _content(self, name: str) -> bytes | None:
        if self._kept is not None:
            return self._kept.get(name)
        if name in self._saved:
            return self._saved[name].encode("utf-8")
        for home in (self._folder, SHIPPED):
            path = home / name if home else None
            if path and path.is_file():
                return path.read_bytes()
        return None


def commentary_name(board_date: dt.date, priority_id: str) -> str:
    """Name the file that holds officers' commentary on a priority for action."""
    return f"{COMMENTARY}/{board_date.isoformat()}/{priority_id}.md"
