"""What must be known about an accepted file's header, though nothing in it is wrong."""

import datetime as dt

from pipelines.contract.feed import Alias, financial_year_in_path, month_in_path
from pipelines.ingest.intake.header import Match


def remarks(match: Match, name: str) -> list[str]:
    """Name the columns left out, and each column name that is not of the file's own period."""
    found = []
    if match.extra:
        extra = ", ".join(repr(cell[:60]) for cell in match.extra[:5])
        found.append(f"columns outside the contract were left out: {extra}.")
    period = match.layout.period(name) or month_in_path(name) or financial_year_in_path(name)
    if period is None:
        return found
    for column_name, place in match.places.items():
        cell = match.header[place]
        alias = match.layout.column(column_name).alias(cell)
        if alias is not None and (validity := _outside(alias, period)):
            found.append(
                f"the column {cell.strip()!r} is so called {validity}, but the file's name says "
                f"{period:%B %Y}; ask the supplier which edition it is."
            )
    return found


def _outside(alias: Alias, period: dt.date) -> str:
    """Say when a name is valid, where a period lies outside of that."""
    month = f"{period:%Y-%m}"
    if alias.valid_from and month < alias.valid_from:
        return f"from {alias.valid_from}"
    if alias.valid_to and month > alias.valid_to:
        return f"until {alias.valid_to}"
    return ""
