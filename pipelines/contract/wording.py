"""Says in plain English what a feed's contract declares: types, file names, dates, markers."""

import datetime as dt
import re

from pipelines.contract.example import matching
from pipelines.contract.feed import Alias, Column, Feed, Layout

CADENCE = {
    "daily": ("every day", "day"),
    "weekly": ("every week", "week"),
    "monthly": ("every month", "month"),
    "quarterly": ("every quarter", "quarter"),
    "annual": ("every year", "year"),
}
TYPES = {
    "varchar": "text",
    "date": "date",
    "timestamp": "date and time, written 2019-10-31 09:30:00",
    "time": "time, written 09:30:00",
    "boolean": "true or false",
    "double": "number, with a decimal point where needed",
}
STATES = {
    "suppressed": "hidden to protect people",
    "not_applicable": "does not apply here",
    "missing": "not known",
    "zero": "none, read as 0",
}
REVISION = {
    "restate": "A later file replaces everything that earlier files said. The earlier one is kept.",
    "append": "Each file adds to what there is. Nothing earlier is replaced.",
}
_DATE_PARTS = {
    "%Y": "YYYY", "%y": "YY", "%m": "MM", "%d": "DD", "%B": "Month", "%b": "Mon", "%H": "hh",
    "%M": "mm", "%S": "ss", "%-d": "D", "%-m": "M", "%I": "hh", "%p": "AM/PM",
}  # fmt: skip
_NAME_PARTS = {
    r"(19|20)\d\d": "YYYY", r"\d{4}": "YYYY", r"\d\d\d\d": "YYYY", "(0[1-9]|1[0-2])": "MM",
    "[-_]?": "-", "[a-z-]+": "*", r"\D*": "*", ".*": "*", r"\.": ".",
}  # fmt: skip
_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar (|)"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16",
              "latin-1": "ISO 8859-1", "iso-8859-1": "ISO 8859-1", "ascii": "ASCII"}  # fmt: skip


def counted(number: int, word: str) -> str:
    """Say how many of a thing: 1 day, 20 days."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def listed(items: list[str], joint: str = "and") -> str:
    """Join items as a sentence does: a, b and c."""
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {joint} {items[-1]}"


def due(feed: Feed) -> str:
    """Say when a delivery is due."""
    if feed.cadence not in CADENCE:
        return "whenever there is something to deliver; no day is set"
    often, period = CADENCE[feed.cadence]
    if not feed.due_days:
        return f"{often}, on the last day of the {period} it is about"
    return f"{often}, within {counted(feed.due_days, 'day')} of the end of the {period} it is about"


def file_name(pattern: str) -> list[str]:
    """Say a file pattern as people write file names (`*demand*.csv`), else as the pattern it is."""
    if without := re.fullmatch(r"\(\?!\.\*([\w-]+)\)(.+)", pattern):
        return [f"{name}, without {code(without[1])} in it" for name in file_name(without[2])]
    shown = pattern
    for part, plain in _NAME_PARTS.items():
        shown = shown.replace(part, plain)
    if group := re.search(r"\(([\w|]+)\)", shown):
        head, tail = shown[: group.start()], shown[group.end() :]
        return [name for option in group[1].split("|") for name in file_name(head + option + tail)]
    if re.search(r"[\\\[\](){}+?^$|]", shown):
        return [f"{code(pattern)} (a regular expression)"]
    return [code(re.sub(r"\*+", "*", shown))]


def delimiter(layout: Layout) -> str:
    """Say what stands between the cells of a line."""
    return listed([_DELIMITERS.get(sign, repr(sign)) for sign in layout.delimiters], "or")


def encoding(layout: Layout) -> str:
    """Say how text is stored."""
    names = [_ENCODINGS.get(name.casefold(), name) for name in layout.encodings]
    return listed(list(dict.fromkeys(names)), "or")


def type_of(column: Column) -> str:
    """Say what a value is, and how it is written."""
    kind = column.type.casefold()
    if kind == "date" and not column.date_format:
        return "date, written YYYY-MM-DD"
    if column.date_format:
        written = column.date_format
        for part, plain in _DATE_PARTS.items():
            written = written.replace(part, plain)
        return f"{TYPES.get(kind, kind).split(',')[0]}, written {written}"
    if kind.endswith("int") or kind in ("integer", "hugeint"):
        plain = "whole number"
    elif kind.startswith("decimal"):
        plain = "number with a decimal point"
    else:
        plain = TYPES.get(kind, kind)
    return f"{plain}; thousands separators, £ and % are taken off" if column.number else plain


def name_in_file(column: Column) -> str:
    """Return the publisher's spelling of a column: the first name, else one that a pattern takes."""
    names = [*column.header, *(alias.header for alias in column.aliases)]
    plain = [name for name in names if not name.startswith("re:")]
    if plain:
        return plain[0]
    made = (matching(name.removeprefix("re:")) for name in names)
    return next((name for name in made if column.matches(name)), column.name)


def other_names(column: Column) -> list[str]:
    """Say each other name of a column, and the editions that use it."""
    first = name_in_file(column)
    names = [_name(name) for name in column.header if name != first]
    return names + [_alias(alias) for alias in column.aliases if alias.header != first]


def _alias(alias: Alias) -> str:
    since = f" from {month(alias.valid_from)}" if alias.valid_from else ""
    until = f" to {month(alias.valid_to)}" if alias.valid_to else ""
    return f"{_name(alias.header)}{since}{until}"


def _name(name: str) -> str:
    if name.startswith("re:"):
        return f"any name like {code(name[3:])} (a regular expression)"
    return code(name) if name else "an empty heading"


def code(text: str) -> str:
    """Set text as code, whatever stands in it."""
    inner = " ".join(text.split()) or " "
    return f"`` {inner} ``" if "`" in inner else f"`{inner}`"


def month(text: str) -> str:
    """Say a month written 2024-04: April 2024."""
    try:
        day = dt.date.fromisoformat(text if len(text) > len("2024-04") else f"{text}-01")
    except ValueError:
        return text
    return f"{day:%B %Y}"


def markers(column: Column) -> str:
    """Say what each marker in a column means."""
    by_state: dict[str, list[str]] = {}
    for text, state in column.markers.items():
        by_state.setdefault(state, []).append(_marker(text))
    plain = [_marker(text) for text in column.missing if text and text not in column.markers]
    if plain:
        by_state.setdefault("missing", []).extend(plain)
    return "; ".join(
        f"{listed(texts, 'or')}: {STATES.get(state, state.replace('_', ' '))}"
        for state, texts in by_state.items()
    )


def _marker(text: str) -> str:
    return code(text) if text else "an empty cell"
