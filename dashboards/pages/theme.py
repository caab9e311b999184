"""A theme's page: its aim, its objectives, what each priority promises, and every measure."""

from typing import Any

from dashboards.measures import Measure
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages
from snapshot.published import Row

themes = Pages("themes")


@themes.page("/theme/<theme_id>", "theme.html")
def view(reader: Reader, theme_id: str) -> dict[str, Any] | None:
    """Gather what a theme's page says; None for a theme that the plan has not."""
    published = reader.published
    row = next((row for row in published.themes if row["theme"] == theme_id), None)
    if row is None:
        return None
    measures = reader.of_theme(theme_id)
    objectives = [
        _objective(reader, objective, measures)
        for objective in published.objectives
        if objective["theme"] == theme_id
    ]
    placed = {metric_id for objective in objectives for metric_id in objective["placed"]}
    return {
        "heading": row["title"],
        "active": theme_id,
        "theme": row,
        "objectives": objectives,
        "others": [m for m in measures if m.metric["metric_id"] not in placed],
        "listed": measures,
        "signals": [m for m in measures if m.has_signal],
        "catalogue": published.metrics,
        "grants": [row for row in grants(reader) if row["theme"] == theme_id],
    }


def _objective(reader: Reader, objective: Row, measures: tuple[Measure, ...]) -> Row:
    """Put each measure under the priority it serves; under the objective where it names none."""
    published = reader.published
    mine = [m for m in measures if m.metric["objective_id"] == objective["objective_id"]]
    priorities = [
        priority
        | {
            "promises": [
                promise
                for promise in published.promises
                if promise["priority_id"] == priority["priority_id"]
            ],
            "measures": [m for m in mine if m.metric["priority_id"] == priority["priority_id"]],
        }
        for priority in published.priorities
        if priority["objective_id"] == objective["objective_id"]
    ]
    served = {m.metric["metric_id"] for priority in priorities for m in priority["measures"]}
    return objective | {
        "priorities": priorities,
        "measures": [m for m in mine if m.metric["metric_id"] not in served],
        "placed": [m.metric["metric_id"] for m in mine],
        "count": len(mine),
    }


def grants(reader: Reader) -> list[dict[str, Any]]:
    """Return the latest financial year's awards, the largest first."""
    return reader.published.rows(
        """
        select *
        from grant_award
        where financial_year = (select max(financial_year) from grant_award)
        order by amount_awarded desc, award_id
        """
    )
