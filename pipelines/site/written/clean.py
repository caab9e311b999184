"""Text from people loses what no reader should meet, and is measured before it is kept."""

import re
import unicodedata

# Control, format (bidirectional marks among them), surrogate, private use, unassigned.
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_CONTACT = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "an e-mail address"),
    (re.compile(r"(?<!\d)(?:\+44\s?\d|0\d)(?:[\s-]?\d){8,9}(?!\d)"), "a telephone number"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE), "a postcode"),
)


def line(text: str) -> str:
    """Make one line of printable text."""
    return " ".join(_printable(" ".join(text.split())).split())


def lines(text: str) -> str:
    """Keep the lines of a text, each printable: what stood on a line still stands on it."""
    kept = [_printable(part.expandtabs(4)).rstrip() for part in text.splitlines()]
    return "\n".join(kept).rstrip()


def contact_in(text: str) -> str:
    """Name what in a text would lead to a person; empty where nothing does."""
    return next((name for pattern, name in _CONTACT if pattern.search(text)), "")


def folded(name: str) -> str:
    """Write a name so that two ways of writing it are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if c.isspace() else c for c in composed)
    return "".join(c for c in spaced if unicodedata.category(c) not in _REFUSED)
