"""Names a period in the words of a finding."""

import datetime as dt


def period_name(period_type: str, start: dt.date, end: dt.date) -> str:
    """Say a period shortly: `October 2019`, `July to September 2019`, `2018/19`, `2014`."""
    if period_type == "month":
        return f"{start:%B} {start.year}"
    if period_type in ("quarter", "half_year", "financial_year_to_date"):
        if (start.year, start.month) == (end.year, end.month):
            return f"{end:%B} {end.year}"
        if start.year != end.year:
            return f"{start:%B} {start.year} to {end:%B} {end.year}"
        return f"{start:%B} to {end:%B} {end.year}"
    if period_type in ("financial_year", "day_average"):
        return f"{start.year}/{end.year % 100:02d}"
    if period_type == "calendar_year":
        return str(start.year)
    if period_type == "year_ending":
        return f"the year ending {end:%B} {end.year}"
    if period_type.startswith("cohort"):
        return f"the cohort of {start:%B} {start.year}"
    return f"{end.day} {end:%B} {end.year}"
