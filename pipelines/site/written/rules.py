"""Reads what a form brought: each field cleaned and judged, and every fault told at once."""

import datetime as dt
from collections.abc import Mapping

from pipelines.errors import ConfigurationError
from pipelines.site.written import clean
from pipelines.site.written.kinds import Field, Kind, Values

EARLIEST = dt.date(2000, 1, 1)
YEARS_AHEAD = 10


class WritingError(ConfigurationError):
    """Something written cannot be kept; `faults` says of each field what to do."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def read(kind: Kind, given: Mapping[str, str], today: dt.date) -> dict[str, object]:
    """Clean what was given for each field; WritingError tells every fault."""
    faults: dict[str, str] = {}
    values: dict[str, object] = {}
    for field in kind.fields:
        try:
            values[field.name] = _value(field, given.get(field.name, ""), today)
        except ValueError as error:
            faults[field.name] = str(error)
    if not faults:
        faults = kind.contradictions(values)
    if faults:
        raise WritingError(faults)
    return values


def is_same(kind: Kind, values: Values, saved: Values) -> bool:
    """Say whether nothing would change."""
    return all(values[field.name] == saved[field.name] for field in kind.fields)


def _value(field: Field, given: str, today: dt.date) -> object:
    """Return the value of one field; ValueError says what is wrong with it."""
    written = clean.lines(given) if field.kind == "text" else clean.line(given)
    if not written.strip():
        if field.is_needed:
            raise ValueError(f"{field.label}: fill this in.")
        return None
    if field.kind == "day" or field.is_day:
        return _day(field, written, today)
    if field.kind == "choice":
        if field.choices and written not in field.choices:
            known = ", ".join(field.choices)
            raise ValueError(f"{field.label}: choose one of {known}.")
        return written
    if field.longest and len(written) > field.longest:
        over = len(written) - field.longest
        raise ValueError(
            f"{field.label}: {len(written):,} characters; {field.longest:,} at most. "
            f"Shorten it by {over:,}."
        )
    if field.is_about_nobody and (named := clean.contact_in(written)):
        raise ValueError(f"{field.label}: holds {named}. Take it out: these words are published.")
    return written


def _day(field: Field, written: str, today: dt.date) -> object:
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        raise ValueError(
            f"{field.label}: '{written[:30]}' is not a day. Write it as {today.isoformat()}."
        ) from None
    latest = dt.date(today.year + YEARS_AHEAD, 12, 31)
    if not EARLIEST <= day <= latest:
        raise ValueError(
            f"{field.label}: {day.isoformat()} lies outside {EARLIEST.year} to {latest.year}. "
            "Mend the year."
        )
    return day.isoformat() if field.kind == "key" else day
