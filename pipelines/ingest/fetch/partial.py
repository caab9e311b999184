"""A file on its way: what has come of it, and a note of which edition of which address it is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines import effects

PARTIAL_CONTENT = 206
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@dataclass(frozen=True)
class Edition:
    """What tells one edition of a file at an address from another."""

    url: str
    etag: str = ""
    last_modified: str = ""
    length: int | None = None

    @property
    def validator(self) -> str:
        """Return what If-Range takes: a strong ETag, else the date of change; empty for neither."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else ""
        return strong or self.last_modified

    def is_like(self, later: "Edition") -> bool:
        """Say whether a later answer is about the same edition, as far as both tell."""
        pairs = ((self.etag, later.etag), (self.length, later.length))
        return all(ours == theirs for ours, theirs in pairs if ours and theirs)


class Partial:
    """`<name>.partial` beside where the file will be, with its note in `<name>.partial.json`."""

    def __init__(self, target: Path) -> None:
        """Find what an earlier try left."""
        self.path = target.with_name(f"{target.name}.partial")
        self.note = target.with_name(f"{target.name}.partial.json")

    @property
    def size(self) -> int:
        """Return how many bytes have come."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def edition(self, url: str) -> Edition | None:
        """Return the edition that was begun, if it is of this address and can be told again."""
        try:
            noted = Edition(**json.loads(self.note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return noted if noted.url == url and noted.validator and self.size else None

    def begin(self, edition: Edition) -> None:
        """Start from nothing."""
        self.discard()
        effects.write_bytes(self.path, b"", durable=False)
        effects.write_text(self.note, json.dumps(vars(edition)) + "\n", durable=False)

    def discard(self) -> None:
        """Forget what has come."""
        effects.unlink(self.path)
        effects.unlink(self.note)


def edition_of(url: str, status: int, headers: Mapping[str, str]) -> Edition:
    """Read from an answer's headers which edition it is of, and how long the whole is."""
    length: int | None = None
    if status == PARTIAL_CONTENT:
        found = RANGE.fullmatch(headers.get("Content-Range", "").strip())
        length = int(found[3]) if found and found[3].isdigit() else None
    elif "Content-Encoding" not in headers and headers.get("Content-Length", "").isdigit():
        length = int(headers["Content-Length"])
    return Edition(url, headers.get("ETag", ""), headers.get("Last-Modified", ""), length)
