"""Invents one record that keeps a layout's rules, to show a supplier what is meant."""

import datetime as dt
import re

from pipelines.contract.feed import Column

# Tried before a text is made up: the first that keeps the column's rule.
BY_NAME = {
    "lsoa_code": "E01018000",
    "district_code": "E07000008",
    "force_code": "E23000023",
    "area_code": "E23000023",
    "currency": "GBP",
}
FAMILIAR = (
    "E23000023", "2019/20", "2019-10-31", "2019-10-01", "2019-10", "2019-10-31T09:30:00", "2019 Q3",
    "Apr-Jun 2019", "October 2018 to September 2019", "2019", "incident", "12",
)  # fmt: skip
BEYOND = "..."
DAY = dt.datetime(2019, 10, 31, 9, 30)
_NUMBERED = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}|[?*+]")
_ESCAPES = {"d": "1", "w": "a", "s": " "}


def example(column: Column) -> str:
    """Return a value that the column allows."""
    if column.values:
        return column.values[0]
    kind = column.type.casefold()
    if column.date_format:
        return DAY.strftime(column.date_format)
    if column.pattern:
        return matching(column.pattern, BY_NAME.get(column.name, ""), *FAMILIAR)
    if kind == "date":
        return DAY.date().isoformat()
    if kind.startswith("timestamp"):
        return DAY.isoformat(sep=" ")
    if kind == "boolean":
        return "true"
    number = max(12.0, column.minimum or 0.0)
    if kind in ("double", "float", "real") or kind.startswith("decimal"):
        return f"{number + 0.5:g}"
    if kind.endswith("int") or kind == "integer":
        return f"{number:.0f}"
    return column.name.replace("_", " ")


def matching(pattern: str, *familiar: str) -> str:
    """Find or make a text of a form; an ellipsis where the form is beyond that."""
    # DuckDB writes a character by its number otherwise than Python does.
    plain = _NUMBERED.sub(lambda match: chr(int(match[1], 16)), pattern)
    any_case = re.IGNORECASE if plain.startswith("(?i)") else re.NOFLAG
    plain = plain.removeprefix("(?i)")
    try:
        form = re.compile(plain, any_case)
        tried = (*familiar, _Maker(plain).alternatives())
    except (re.error, IndexError, ValueError):
        return BEYOND
    return next((text for text in tried if text and form.fullmatch(text)), BEYOND)


class _Maker:
    """Makes the shortest text of a form, taking the first of what it allows."""

    def __init__(self, form: str) -> None:
        self.form, self.place = form, 0

    def alternatives(self) -> str:
        """Make the first of the texts between bars."""
        first = self._sequence()
        while self._next() == "|":
            self.place += 1
            self._sequence()
        return first

    def _next(self) -> str:
        return self.form[self.place : self.place + 1]

    def _sequence(self) -> str:
        text = ""
        while self._next() not in ("", "|", ")"):
            piece = self._piece()
            times = _TIMES.match(self.form, self.place)
            if times:
                self.place = times.end()
                piece *= int(times[1]) if times[1] else times[0] == "+"
            text += piece
        return text

    def _piece(self) -> str:
        sign = self._next()
        self.place += 1
        if sign == "(":
            self.place += 2 * self.form.startswith("?:", self.place)
            inner = self.alternatives()
            self.place += 1
            return inner
        if sign == "[":
            end = self.form.index("]", self.place + 1)
            held, self.place = self.form[self.place : end], end + 1
            return _ESCAPES.get(held[1], held[1]) if held[0] == "\\" else held[0]
        if sign == "\\":
            self.place += 1
            escaped = self.form[self.place - 1]
            return _ESCAPES.get(escaped, escaped)
        return "a" if sign == "." else sign
