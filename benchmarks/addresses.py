"""The addresses of a published snapshot that its readers may ask for, page by page."""

from pathlib import Path

from dashboards.pages import deliveries
from dashboards.pages.areas import inside
from dashboards.pages.reader import Reader
from snapshot.published import Published

_FIXED = ("/", "/measures", "/areas", "/grants", "/quality", "/governance", "/deliveries",
          "/dictionary", "/how-to-read", "/accessibility", "/api", "/find?q=crime")  # fmt: skip


def pages_of(folder: Path) -> list[str]:
    """Return every page that links lead to: each measure in each area, part and length of period."""
    published = Published(folder, "board")
    try:
        found = [*_FIXED, *(f"/theme/{row['theme']}" for row in published.themes)]
        found += [f"/areas/{code}" for code in inside(published)]
        found += [f"/deliveries?feed={feed['feed_id']}" for feed in published.feeds]
        found += [f"/suppliers/{row['slug']}" for row in deliveries.suppliers(Reader(published))]
        found += [f"/dictionary/{metric_id}" for metric_id in published.metrics]
        found += [f"/measures/{metric_id}" for metric_id in published.metrics]
        for row in published.rows(
            """
            select distinct metric_id, area_code, period_type
            from observation
            where value is not null and breakdown_value is null
            order by all
            """
        ):
            where = f"area={row['area_code']}&period={row['period_type']}"
            found.append(f"/measures/{row['metric_id']}?{where}")
    finally:
        published.close()
    return list(dict.fromkeys(found))


def data_of(folder: Path) -> list[str]:
    """Return addresses of the JSON interface: the catalogue, and figures of measures by area."""
    published = Published(folder, "board")
    try:
        found = ["/api/v1/measures", "/api/v1/tables", "/api/v1/snapshot"]
        found += [f"/api/v1/measures/{metric_id}" for metric_id in published.metrics]
        for row in published.rows(
            "select distinct metric_id, area_code from observation order by all"
        ):
            asked = f"observations?area_code={row['area_code']}&limit=200"
            found.append(f"/api/v1/measures/{row['metric_id']}/{asked}")
    finally:
        published.close()
    return found


def charts_of(folder: Path, wanted: int) -> tuple[str, list[str]]:
    """Return the theme whose page has at least so many charts and the fewest more, and them."""
    published = Published(folder, "board")
    try:
        reader = Reader(published)
        drawn = {
            row["theme"]: [m.metric["metric_id"] for m in reader.of_theme(row["theme"]) if m.chart]
            for row in published.themes
        }
    finally:
        published.close()
    theme = min(drawn, key=lambda name: (len(drawn[name]) < wanted, abs(len(drawn[name]) - wanted)))
    return theme, drawn[theme]
