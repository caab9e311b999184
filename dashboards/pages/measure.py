"""One measure's page: the figure opens to its rows, its rule, its owner, its age and its checks."""

from typing import Any

from dashboards import words
from dashboards.measures import Measure
from dashboards.pages.reader import Reader
from dashboards.published import Row


def view(reader: Reader, metric_id: str, area_code: str | None) -> dict[str, Any] | None:
    """Gather what a measure's page says; None where there is no such measure or area."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    areas = _areas(reader, metric_id)
    if area_code is not None and area_code not in areas:
        return None
    found = reader.measure(metric_id, area_code)
    tables = {row["table_name"] for row in published.sources(metric_id)}
    own = f".{metric_id}"
    return {
        "m": found,
        "areas": areas,
        "area_code": area_code or found.area_code,
        "checks": [
            row
            for row in published.checks
            if row["table_name"] in tables or row["table_name"].endswith(own)
        ],
        "tables": sorted(tables),
        "facts": _facts(found.metric, found.source),
        "events": _events(reader, metric_id),
        "revised": _revised(reader, metric_id),
        "theme": next(
            (row for row in published.themes if row["theme"] == found.metric["theme"]), None
        ),
        "objective": next(
            (
                row
                for row in published.objectives
                if row["objective_id"] == found.metric["objective_id"]
            ),
            None,
        ),
    }


def find(reader: Reader, query: str) -> list[Measure]:
    """Return the measures whose title, definition or id holds every word asked for."""
    words_asked = query.casefold().split()
    return [
        m
        for m in reader.measures
        if all(
            word
            in f"{m.metric['title']} {m.metric['definition']} {m.metric['metric_id']}".casefold()
            for word in words_asked
        )
    ]


def _facts(metric: Row, source: str) -> tuple[tuple[str, str | None], ...]:
    """Return what the catalogue says of a measure, in reading order."""
    direction = {"higher": "Higher is better", "lower": "Lower is better"}
    lag = metric["lag_months"]
    return (
        ("What is counted", metric["numerator_name"]),
        ("Over", metric["denominator_name"]),
        ("Unit", words.UNIT.get(metric["unit"], metric["unit"])),
        ("Which way is better", direction.get(metric["better_when"], "Neither way")),
        ("Population", metric["population"]),
        ("Geography", metric["geography"]),
        ("Basis", metric["basis"]),
        ("Published each", (metric["frequency"] or "").replace("_", " ")),
        ("Figures come after", words.counted(lag, "month") if lag is not None else None),
        ("Source", source),
        ("Owner", metric["owner"]),
        ("Marking", metric["marking"]),
        ("Measure id", metric["metric_id"]),
        ("Version of its definition", metric["version"]),
    )


def _areas(reader: Reader, metric_id: str) -> dict[str, str]:
    """Return the areas the measure has figures for, the office's own force first."""
    published = reader.published
    force = published.snapshot["force_code"]
    names = {
        row["area_code"]: published.area_name(row)
        for row in published.series_of(metric_id)
        if row["figures"]
    }
    order = sorted(names.items(), key=lambda item: (item[0] != force, item[1], item[0]))
    return dict(order)


def _events(reader: Reader, metric_id: str) -> list[Row]:
    found = []
    for event in reader.published.events:
        named = [name.strip() for name in (event["metric_ids"] or "").split(",") if name.strip()]
        if metric_id in named:
            found.append(event)
    return found


def _revised(reader: Reader, metric_id: str) -> list[tuple[str, str, str]]:
    """Return the totals of our own area that differ from what was first published."""
    published = reader.published
    unit = published.metrics[metric_id]["unit"]
    rows = published.rows(
        """
        select *
        from observation
        where metric_id = ? and area_code = ? and breakdown_value is null
        and value is not null and first_published_value is not null
        and abs(value - first_published_value) > 1e-9 * greatest(1, abs(value))
        order by period_end_date desc
        limit 24
        """,
        [metric_id, published.snapshot["force_code"]],
    )
    return [
        (
            words.period_text(row["period_type"], row["period_start_date"], row["period_end_date"]),
            words.value_text(row["first_published_value"], unit),
            words.value_text(row["value"], unit),
        )
        for row in rows
    ]
