"""The door: text from people loses what no reader should meet before it enters a paper."""

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import font_source_sans_pro

from pipelines.sql import literal
from snapshot.published import Published, Row

FONT_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
FONT = "Source Sans Pro"
_NO_GLYPH = "\N{REPLACEMENT CHARACTER}"
_SPACES = re.compile(r"\s+")
# Control, format (bidirectional marks among them), surrogate, private use, unassigned.
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_UNICODE_TABLE = (3, 10, 12)  # Windows, full Unicode, 32-bit groups: OpenType specification, cmap


class CleanedSnapshot(Published):
    """The same snapshot, with every text in it cleaned as it is read."""

    @cached_property
    def remembered(self) -> dict[Any, Any]:
        """What was read of measures, for every paper made from this snapshot together."""
        return {}

    def rows(self, query: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Run a query of ours; no text of the rows can disturb a paper."""
        return [
            {name: _cleaned(name, value) for name, value in row.items()}
            for row in super().rows(_with_literals(query, list(parameters)))
        ]


def _with_literals(query: str, parameters: list[Any]) -> str:
    """Write parameters into a query of ours: DuckDB loads pandas, half a second, to look at one."""
    parts = query.split("?")
    if len(parts) - 1 != len(parameters):
        raise ValueError(f"{len(parameters)} parameters for {len(parts) - 1} places: {query}")
    literals = [*map(literal, parameters), ""]
    return "".join(part + literal for part, literal in zip(parts, literals, strict=True))


def _cleaned(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "caveats":  # one a line
        return "\n".join(clean(line) for line in value.splitlines())
    return clean(value)


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """Make one line of printable text; what the paper's font lacks becomes a sign saying so."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", text)
    line = _SPACES.sub(" ", composed)
    kept = "".join(c for c in line if unicodedata.category(c) not in _REFUSED)
    drawn = font_characters()
    return "".join(c if ord(c) in drawn else _NO_GLYPH for c in kept).strip()


@lru_cache(maxsize=1)
def font_characters() -> frozenset[int]:
    """List the characters the paper's font can draw: a missing one would stop the whole PDF."""
    data = (FONT_FOLDER / "SourceSansPro-Regular.otf").read_bytes()
    table = _table_offset(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", data, table + offset)
        if (platform, encoding, form) == _UNICODE_TABLE:
            return frozenset(_grouped_characters(data, table + offset))
    raise ValueError(
        f"{FONT_FOLDER}: the font has no Unicode table. Reinstall font-source-sans-pro."
    )


def _table_offset(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"{FONT_FOLDER}: the font has no {tag.decode()} table.")


def _grouped_characters(data: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", data, start + 12)
    characters: set[int] = set()
    for index in range(groups):
        first, last, _ = struct.unpack_from(">III", data, start + 16 + 12 * index)
        characters.update(range(first, last + 1))
    return characters
