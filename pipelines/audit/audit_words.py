"""What the audit log may hold of a question in SQL: its form, never the people asked about.

Text and long numbers are where a name, an address or a reference would stand; they are masked,
but for names of measures, codes of areas and dates.
"""

import re
from collections.abc import Mapping
from typing import Any

_MASK = "'?'"
_HARMLESS = re.compile(r"'(?:[a-z]+(?:_[a-z0-9]+)+|[ENWSK]\d{8}|\d{4}-\d{2}(?:-\d{2})?)'")
_PARTS = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<dollar>\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z))
    |(?P<text>'(?:[^']|'')*(?:'|\Z))
    |(?P<name>"(?:[^"]|"")*(?:"|\Z))
    |(?P<number>(?<![\w.])\d[\d_.]{5,}(?!\w))""",
    re.DOTALL | re.VERBOSE,
)
LONGEST = 2_000
_TYPED = ("q", "query", "text")
_CHOSEN = re.compile(r"[\w-]{1,40}=[\w.:-]{0,60}")


def masked(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of an entry without what people typed to find other people."""
    found = dict(details)
    if action == "query":
        for name in ("query", "refused"):  # a refusal quotes the question
            if isinstance(text := found.get(name), str):
                found[name] = told_query(text)
    if isinstance(address := found.get("address"), str):
        found["address"] = told_address(address)
    return found


def told_address(address: str) -> str:
    """Return a page's address without what was typed into it."""
    path, mark, asked = address.partition("?")
    kept = [
        part if _CHOSEN.fullmatch(part) and part.partition("=")[0] not in _TYPED
        else f"{part.partition('=')[0]}=?"
        for part in asked.split("&")
    ]  # fmt: skip
    return path + mark + ("&".join(kept) if asked else "")


def told_query(query: str) -> str:
    """Return what is entered of a question."""
    return " ".join(_PARTS.sub(_masked, query).split())[:LONGEST]


def _masked(found: re.Match[str]) -> str:
    whole = found[0]
    if found["comment"]:
        return " "
    if found["name"]:
        return whole if re.fullmatch(r'"\w{1,63}"', whole) else '"?"'
    if found["number"]:
        return "?"
    return whole if _HARMLESS.fullmatch(whole) else _MASK
