"""One pass over a file's bytes: its fingerprint, and what decides how it may be read."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 4 * 1024 * 1024
LONGEST_LINE = 2 * CHUNK
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Profile:
    """What the bytes say: counts are of bytes, not of characters.

    `controls` counts bytes that no text holds (NUL among them); `longest_line` is the length of the
    longest stretch without a line end, to the chunk it was read in.
    """

    sha256: str
    size: int
    line_feeds: int
    carriage_returns: int
    pairs: int
    controls: int
    longest_line: int
    ends_with_newline: bool
    bom: str

    @property
    def lines(self) -> int:
        """Physical lines, a last one without its newline included."""
        ends = self.line_feeds + self.carriage_returns - self.pairs
        return ends + (0 if self.ends_with_newline or self.size == 0 else 1)

    @property
    def one_kind_of_line_end(self) -> bool:
        """True where every line ends alike: all LF or all CRLF."""
        return self.carriage_returns == self.pairs and self.pairs in (0, self.line_feeds)


def profile(path: Path) -> Profile:
    """Read the file once, in chunks, and count."""
    digest = hashlib.sha256()
    size = line_feeds = carriage_returns = pairs = controls = unbroken = longest = 0
    last = tail = b""
    bom = ""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0:
                bom = next((name for mark, name in _BOMS if chunk.startswith(mark)), "")
            digest.update(chunk)
            size += len(chunk)
            ended = chunk.count(b"\n")
            line_feeds += ended
            controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
            found = chunk.count(b"\r")
            unbroken = 0 if ended or found else unbroken + len(chunk)
            longest = max(longest, unbroken)
            if found:
                carriage_returns += found
                pairs += chunk.count(b"\r\n")
            if last == b"\r" and chunk[:1] == b"\n":
                pairs += 1
            last = chunk[-1:]
            tail = (tail + chunk[-2:])[-2:]
    return Profile(
        sha256=digest.hexdigest(),
        size=size,
        line_feeds=line_feeds,
        carriage_returns=carriage_returns,
        pairs=pairs,
        controls=controls,
        longest_line=longest,
        ends_with_newline=last in (b"\n", b"\r") or tail in (b"\n\0", b"\r\0"),
        bom=bom,
    )


def undecodable(path: Path, encoding: str) -> tuple[int, int] | None:
    """Return line and byte value of the first byte that is not of the encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                # `error.object` is what the decoder held back from the chunk before, then this chunk.
                return line + error.object[: error.start].count(b"\n"), error.object[error.start]
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return line, error.object[error.start]
    return None
