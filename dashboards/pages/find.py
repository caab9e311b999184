"""Search over all of it: measures, areas, grants, actions, gaps, feeds, tables and pages."""

from dataclasses import dataclass
from typing import Any

from dashboards.pages import areas, measures
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages
from snapshot.published import Row

search = Pages("search", active="find")
help_pages = Pages("help")
MOST_SHOWN = 30
_PAGES = (
    ("/quality", "Quality", "feeds deliveries checks rejected withheld late"),
    ("/governance", "Governance", "actions gaps promises releases owners statutory"),
    ("/grants", "Grants", "awards recipients money"),
    ("/areas", "Areas", "districts partnerships"),
    ("/dictionary", "Data dictionary", "definitions columns tables"),
    ("/how-to-read", "How to read these pages", "signal limits provisional shapes"),
    ("/accessibility", "Accessibility statement", "keyboard screen reader"),
    ("/api", "Data for programs", "api json csv download"),
)


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    address: str
    note: str


@search.page("/find", "find.html", "Find", asks=("q",))
def view(reader: Reader, q: str = "") -> dict[str, Any]:
    """Gather what holds every word asked for, by kind; nothing where nothing is asked."""
    query = measures.one_line(q)
    asked = query.casefold().split()
    kinds: list[tuple[str, list[Hit]]] = []
    if asked:
        for kind, hits in _everything(reader, query).items():
            kept = [hit for hit in hits if _holds(hit, asked)] if kind != "Measures" else hits
            if kept:
                kinds.append((kind, kept[:MOST_SHOWN]))
    return {"query": query, "kinds": kinds, "count": sum(len(hits) for _, hits in kinds)}


def _holds(hit: Hit, asked: list[str]) -> bool:
    text = f"{hit.title} {hit.note}".casefold()
    return all(word in text for word in asked)


def _everything(reader: Reader, query: str) -> dict[str, list[Hit]]:
    published = reader.published
    return {
        "Measures": [
            Hit(m.metric["title"], f"/measures/{m.metric['metric_id']}", m.metric["definition"])
            for m in measures.find(reader, query)
        ],
        "Areas": [
            Hit(published.area_name(row), f"/areas/{code}", row["area_type"] or "")
            for code, row in areas.inside(published).items()
        ],
        "Grants": [
            Hit(row["title"] or "An award", f"/grants?year={row['financial_year']}", _grant(row))
            for row in published.table("grant_award", "award_date desc, award_id")
        ],
        "Actions": [
            Hit(
                row["action"],
                f"/governance#{row['action_id']}",
                f"{row['owner']}. {row['news'] or ''}",
            )
            for row in published.table("action", "position")
        ],
        "What we cannot tell yet": [
            Hit(f"{row['question']}?", f"/governance#{row['gap_id']}", row["why"] or "")
            for row in published.table("evidence_gap", "position")
        ],
        "Promised items": [
            Hit(row["item"], "/governance#promises", row["reason"] or row["priority_id"])
            for row in published.promises
        ],
        "Feeds": [
            Hit(row["title"], f"/quality#feed-{row['feed_id']}", row["supplier"] or "")
            for row in published.feeds
        ],
        "Published tables": [
            Hit(
                note.name,
                f"/dictionary#table-{note.name}",
                f"{note.comment} {', '.join(name for name, _, _ in note.columns)}",
            )
            for note in published.notes.values()
        ],
        "Pages": [Hit(title, address, words) for address, title, words in _PAGES],
    }


def _grant(row: Row) -> str:
    return (
        f"{row['recipient_name'] or ''}, {row['financial_year'] or ''}. {row['description'] or ''}"
    )


@help_pages.page("/how-to-read", "how_to_read.html", "How to read these pages")
def how_to_read(_: Reader) -> dict[str, Any]:
    """Explain the signs, the limits and the words of these pages."""
    return {"active": "how-to-read"}


@help_pages.page("/accessibility", "accessibility.html", "Accessibility statement")
def accessibility(_: Reader) -> dict[str, Any]:
    """Say who can use these pages, and what is known to fail."""
    return {"active": "accessibility"}
