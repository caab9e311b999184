"""Figures, dates, periods and ages in words: each form is decided here, once."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

NO_FIGURE = "no figure"
SMALL_BASE = 20  # a percentage of fewer people than this would claim a precision it has not
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
VARIATION = {
    "common_cause": "no clear change",
    "improving": "improving",
    "concern": "concern",
    "shift": "shift",
    "too_few": "too few figures to judge",
}
ASSURANCE = {
    "pass": "consistently meets its target",
    "fail": "consistently misses its target",
    "hit_and_miss": "meets its target in some periods and misses it in others",
    "none": "none set",
}
STATE = {
    "final": "final",
    "provisional": "provisional: it may still change",
    "immature": "too early: outcomes are still being assigned",
    "missing": "not published by the source for this period",
    "suppressed": "hidden to protect people",
    "not_applicable": "does not apply here",
    "not_due": "not yet due",
    "withheld": "withheld because a check failed",
}
UNIT = {
    "count": "number",
    "percent": "per cent",
    "per_1000": "per 1,000 people",
    "per_10000": "per 10,000 people",
    "per_100000": "per 100,000 people",
    "per_day": "a day on average",
    "ratio": "ratio",
    "gbp": "pounds",
    "gbp_each": "pounds for each",
    "people": "people",
    "days": "days",
}
_SUFFIX = {
    "percent": "%",
    "per_1000": " per 1,000",
    "per_10000": " per 10,000",
    "per_100000": " per 100,000",
    "per_day": " a day",
    "days": " days",
}
_SMALL_RATE = 10  # a rate below this needs two decimals to tell one month from the next
_WHOLE_FROM = 20  # a daily average from here on needs no decimal


_PER = {"per_1000": "1,000", "per_10000": "10,000", "per_100000": "100,000"}
_PLURAL = {"person": "people", "child": "children"}


def plural(singular: str) -> str:
    """Say more than one of a thing: offences, people, searches, enquiries."""
    if singular in _PLURAL:
        return _PLURAL[singular]
    if singular.endswith("y") and singular[-2:-1] not in "aeiou":
        return f"{singular[:-1]}ies"
    return f"{singular}es" if singular.endswith(("s", "x", "ch", "sh")) else f"{singular}s"


def unit_text(metric: Mapping[str, Any]) -> str:
    """Say a measure's unit with what it is per: per 1,000 households."""
    unit, over = str(metric["unit"]), metric.get("denominator_unit")
    if unit in _PER:
        return f"per {_PER[unit]} {plural(over or 'person')}"
    if unit == "gbp_each" and over:
        return f"pounds for each {over}"
    return UNIT.get(unit, unit)


def number_text(value: float | None, unit: str = "count") -> str:
    """Say a number as tables print it: its unit stands in the heading, a pound sign stays."""
    if value is None:
        return NO_FIGURE
    decimals = _decimals(value, unit)
    if unit in {"gbp", "gbp_each"}:
        sign = "-" if value < 0 else ""
        return f"{sign}£{abs(value):,.{decimals}f}"
    text = f"{value:,.{decimals}f}"
    return text[1:] if text.startswith("-") and not float(text.replace(",", "")) else text


def _decimals(value: float, unit: str) -> int:
    if unit in {"count", "people"}:
        return 0
    if unit == "gbp":
        return 0 if float(value).is_integer() or abs(value) >= 1_000 else 2
    if unit in {"ratio", "gbp_each"}:
        return 2
    if unit in {"per_day", "days"}:
        return 0 if abs(value) >= _WHOLE_FROM or float(value).is_integer() else 1
    if unit in {"per_1000", "per_10000", "per_100000"} and abs(value) < _SMALL_RATE:
        return 2
    return 1


def value_text(
    value: float | None,
    unit: str,
    numerator: float | None = None,
    denominator: float | None = None,
) -> str:
    """Say a figure with its unit; a percentage of fewer than 20 is said as its two counts."""
    if value is None:
        return NO_FIGURE
    small = denominator is not None and 0 < denominator < SMALL_BASE
    if unit == "percent" and small and numerator is not None:
        return f"{number_text(numerator)} of {number_text(denominator)}"
    return number_text(value, unit) + _SUFFIX.get(unit, "")


def cell_text(
    value: float | None,
    unit: str,
    numerator: float | None = None,
    denominator: float | None = None,
) -> str:
    """Say a figure in a table whose heading names the unit."""
    text = value_text(value, unit, numerator, denominator)
    return text if " of " in text or value is None else number_text(value, unit)


def interval_text(lower: float | None, upper: float | None, unit: str) -> str:
    """Say the 95% interval of a figure; empty where none is due."""
    if lower is None or upper is None:
        return ""
    return f"95% interval {number_text(lower, unit)} to {number_text(upper, unit)}"


def date_text(date: dt.date | None) -> str:
    """Say a date: 19 December 2019."""
    if date is None:
        return "no date"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month_text(date: dt.date) -> str:
    """Say a month: October 2019."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def short_month_text(date: dt.date) -> str:
    """Say a month on an axis: Oct 2019."""
    return f"{MONTHS[date.month - 1][:3]} {date.year}"


def _span_text(start: dt.date, end: dt.date) -> str:
    whole_months = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    if not whole_months:
        return f"{date_text(start)} to {date_text(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return month_text(start)
    if start.year == end.year:
        return f"{MONTHS[start.month - 1]} to {month_text(end)}"
    return f"{month_text(start)} to {month_text(end)}"


def period_text(period_type: str, start: dt.date, end: dt.date) -> str:
    """Say the period a figure is about, so that it reads inside a sentence."""
    if period_type in {"financial_year", "year_ending"}:
        return f"year ending {month_text(end)}"
    if period_type == "calendar_year":
        return str(start.year)
    if period_type == "snapshot_date":
        return date_text(end)
    if period_type == "day_average":
        return f"average day, {_span_text(start, end)}"
    if period_type in {"cohort_quarter", "cohort_year"}:
        return f"cohort of {_span_text(start, end)}"
    if period_type == "to_date":
        return f"{_span_text(start, end)}, so far"
    if period_type == "financial_year_to_date":
        return f"financial year to {month_text(end)}"
    return _span_text(start, end)


def period_label(period_type: str, start: dt.date, end: dt.date) -> str:
    """Say a period in as few letters as a chart or a table row allows."""
    if period_type == "financial_year":
        return f"{start.year}/{end.year % 100:02d}"
    if period_type in {"year_ending", "financial_year_to_date"}:
        return f"Year to {short_month_text(end)}"
    if period_type == "calendar_year":
        return str(start.year)
    if period_type == "snapshot_date":
        return f"{end.day} {short_month_text(end)}"
    if period_type == "month":
        return short_month_text(start)
    if (start.year, start.month) == (end.year, end.month):
        return short_month_text(start)
    first = MONTHS[start.month - 1][:3] if start.year == end.year else short_month_text(start)
    return f"{first} to {short_month_text(end)}"


def in_period_text(period_type: str, start: dt.date, end: dt.date) -> str:
    """Say a period with the preposition it needs after a figure: in October 2019."""
    word = {"snapshot_date": "on ", "day_average": "on an "}
    with_article = {
        *("financial_year", "financial_year_to_date", "year_ending"),
        *("cohort_quarter", "cohort_year"),
    }
    lead = "in the " if period_type in with_article else "in "
    return word.get(period_type, lead) + period_text(period_type, start, end)


def age_text(period_end: dt.date, as_at: dt.date) -> str:
    """Say how old a figure is on a date: 7 weeks old."""
    days = (as_at - period_end).days
    if days <= 0:
        return "period not yet over" if days < 0 else "up to today"
    if 14 <= days < 91:
        return counted(round(days / 7), "week") + " old"
    return _stretch_text(days) + " old"


def days_late_text(due: dt.date, as_at: dt.date) -> str:
    """Say how late a delivery is: 12 days late, or when it is due."""
    days = (as_at - due).days
    return _stretch_text(days) + " late" if days > 0 else f"due {date_text(due)}"


def _stretch_text(days: int) -> str:
    """Say a stretch of time in the unit that fits: days to three months, months to two years."""
    if days < 91:
        return counted(days, "day")
    if days < 730:
        return counted(round(days / 30.44), "month")
    return f"{round(days / 365.25, 1):g} years"


def part_text(part: str | None) -> str:
    """Name a part of a breakdown as people write it: `dwelling_burglary` is dwelling burglary."""
    return (part or "").replace("_", " ")


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Say how many of a thing: 1 measure, 2 measures, no measures."""
    word = singular if number == 1 else plural or singular + "s"
    return f"{number:,} {word}" if number else f"no {word}"


def list_text(items: list[str]) -> str:
    """Join items as a sentence does: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
