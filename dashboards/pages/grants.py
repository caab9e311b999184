"""The grants page: what was awarded, to whom, for which theme, and what is known of its use."""

from typing import Any

from dashboards.measures import Measure
from dashboards.pages.reader import Reader
from dashboards.published import Row

# Measures about money given: awarded, paid, evidenced. A snapshot has those that its feeds allow.
ABOUT_GRANTS = (
    "grant_awarded_gbp",
    "grant_paid_gbp",
    "grant_evidenced_rate",
    "youth_fund_awarded_gbp",
)
_NO_THEME = "no theme is recorded"


def view(reader: Reader, year: str | None) -> dict[str, Any] | None:
    """Gather the awards of a financial year, the latest by default; None for a year without any."""
    published = reader.published
    years = [
        row["financial_year"]
        for row in published.rows(
            "select distinct financial_year from grant_award order by financial_year desc"
        )
    ]
    if year is not None and year not in years:
        return None
    year = year or (years[0] if years else None)
    awards = published.rows(
        "select * from grant_award where financial_year = ? order by amount_awarded desc, award_id",
        [year],
    )
    return {
        "years": years,
        "year": year,
        "awards": awards,
        "total": sum(row["amount_awarded"] or 0 for row in awards),
        "by_theme": _by_theme(reader, awards),
        "by_recipient": _by_recipient(awards),
        "measures": _about(reader),
    }


def _about(reader: Reader) -> list[Measure]:
    return [reader.measure(name) for name in ABOUT_GRANTS if name in reader.published.metrics]


def _by_theme(reader: Reader, awards: list[Row]) -> list[dict[str, Any]]:
    """Set the sum of each theme beside what its measures show, which it need not have caused."""
    titles = {row["theme"]: row["title"] for row in reader.published.themes}
    sums: dict[str | None, list[float]] = {}
    for row in awards:
        sums.setdefault(row["theme"], []).append(row["amount_awarded"] or 0)
    found = []
    for theme, amounts in sorted(sums.items(), key=lambda item: -sum(item[1])):
        measures = reader.of_theme(theme) if theme else ()
        found.append(
            {
                "theme": theme if theme in titles else None,
                "title": titles.get(theme or "", theme or _NO_THEME),
                "awards": len(amounts),
                "amount": sum(amounts),
                "judged": sum(m.variation != "too_few" for m in measures),
                "improving": sum(m.variation == "improving" for m in measures),
                "concern": sum(m.variation == "concern" for m in measures),
            }
        )
    return found


def _by_recipient(awards: list[Row]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in awards:
        name = row["recipient_name"] or "No recipient is named"
        mine = found.setdefault(name, {"name": name, "awards": 0, "amount": 0.0})
        mine["awards"] += 1
        mine["amount"] += row["amount_awarded"] or 0
    return sorted(found.values(), key=lambda row: (-row["amount"], row["name"]))
