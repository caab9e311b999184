"""Months in English (the calendar module follows the machine's language), and periods in names."""

import calendar
import datetime as dt
import re

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# By name and by its first three letters, in small letters.
MONTH_NUMBERS = {
    word.casefold(): number
    for number, name in enumerate(MONTH_NAMES, 1)
    for word in (name, name[:3])
}
SHORT_MONTH = "|".join(name[:3].casefold() for name in MONTH_NAMES)
_ISO_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_ ]?(0[1-9]|1[0-2])(?!\d)")
_NAMED_MONTH = re.compile(rf"(?<![a-z])({SHORT_MONTH})[a-z]*[-_ ]*((?:19|20)\d\d)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def last_day(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_in_path(path: str) -> dt.date | None:
    """Read the month a file is about from its name, or else from its folders.

    Knows `2019-10`, `201910`, `october_2019`, `Oct-19` folders and a month name under a year folder.
    """
    parts = [part.casefold() for part in re.split(r"[/\\!]", path)]
    for part in reversed(parts):
        if match := _ISO_MONTH.search(part):
            return dt.date(int(match[1]), int(match[2]), 1)
        for named in _NAMED_MONTH.finditer(part):
            year = named[2] or next(
                (y[1] for p in reversed(parts) if (y := _YEAR.search(p)) is not None), None
            )
            if year:
                return dt.date(int(year), MONTH_NUMBERS[named[1]], 1)
    return None


def financial_year_in_path(path: str) -> dt.date | None:
    """Read a financial year (`2019-20`, `2019_2020`) from a path as its first of April."""
    match = re.search(r"(?<!\d)((?:19|20)\d\d)[-_/ ]((?:19|20)?\d\d)(?!\d)", path)
    if match and (int(match[1]) + 1) % 100 == int(match[2]) % 100:
        return dt.date(int(match[1]), 4, 1)
    return None
