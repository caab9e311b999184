"""Reads a GeoJSON collection feature by feature: one shape at a time is a Python object."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import FeedError

LARGEST_FILE = 256 * 1024**2
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()

Feature = tuple[int, dict[str, Any], Any]


def features(path: Path, about: dict[str, Any]) -> Iterator[Feature]:
    """Yield the number, the properties and the geometry of each feature of a collection.

    `about` is filled with what the file says of itself besides; that may stand after its features,
    so it is whole once the last of them has been read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FeedError(
            f"{path.name}: is larger than {LARGEST_FILE // 1024**2} MB. Download a generalised set "
            "of boundaries (BUC or BGC) instead: a map needs no more."
        )
    number = 0
    try:
        for key, value in _Text(path.read_text(encoding="utf-8-sig")).members("features"):
            if key != "features":
                about[key] = value
                continue
            number += 1
            yield number, *_parts(path, number, value)
    except UnicodeDecodeError as error:
        raise FeedError(f"{path.name}: is not UTF-8 text ({error}). Download it again.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise FeedError(f"{path.name}: is not whole JSON ({error}). Download it again.") from error
    if about.get("type") != "FeatureCollection" or not number:
        raise FeedError(
            f"{path.name}: is no GeoJSON collection of features. Download it as GeoJSON."
        )


def _parts(path: Path, number: int, item: Any) -> tuple[dict[str, Any], Any]:
    properties = item.get("properties") if isinstance(item, dict) else None
    if not isinstance(properties, dict) or item.get("type") != "Feature":
        raise FeedError(
            f"{path.name}: item {number} is no feature with properties. Download it as GeoJSON."
        )
    return properties, item.get("geometry")


class _Text:
    """One object of JSON, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def members(self, listed: str) -> Iterator[tuple[str, Any]]:
        """Yield each key with its value; of the list named, each item under the list's key."""
        self._pass("{")
        while not self._at("}"):
            key = str(self._value())
            self._pass(":")
            if key == listed and self._at("["):
                self._pass("[")
                while not self._at("]"):
                    yield key, self._value()
                    self._pass_comma("]")
                self._pass("]")
            else:
                yield key, self._value()
            self._pass_comma("}")
        self._pass("}")

    def _value(self) -> Any:
        value, self.place = _DECODER.raw_decode(self.text, self._next())
        return value

    def _next(self) -> int:
        space = _SPACE.match(self.text, self.place)
        assert space is not None
        self.place = space.end()
        return self.place

    def _at(self, mark: str) -> bool:
        return self.text.startswith(mark, self._next())

    def _pass(self, mark: str) -> None:
        if not self._at(mark):
            raise json.JSONDecodeError(f"Expecting {mark!r}", self.text, self.place)
        self.place += 1

    def _pass_comma(self, end: str) -> None:
        """Pass the comma before another item; before the end there is none."""
        if not self._at(end):
            self._pass(",")
            if self._at(end):
                raise json.JSONDecodeError(f"Expecting an item, not {end!r}", self.text, self.place)
