"""What a figure was before: revisions by night, vintages by snapshot, the triangle by age."""

import datetime as dt
from collections.abc import Iterable

from dashboards import words
from dashboards.measures import Measure
from dashboards.tables import EMPTY, TextTable
from snapshot.published import Published, Row

MOST_REVISIONS = 40
MOST_PERIODS = 18
MOST_VINTAGES = 6
OLDEST_AGE = 12
# The measures that the published triangle of crimes by age explains.
BY_AGE = ("charge_rate_by_recorded_cohort", "outcome_not_yet_assigned_rate", "charged_outcome_rate")


Series = set[tuple[str, str]]  # measures by area


def revised(published: Published) -> Series:
    """Return the measures and areas of which a figure was revised, so that others need not be read."""
    query = "select distinct metric_id, area_code from revision"
    if not published.has("revision"):
        query = """
            select distinct metric_id, area_code
            from observation
            where first_published_value is not null and value <> first_published_value
        """
    return {(row["metric_id"], row["area_code"]) for row in published.rows(query)}


def republished(published: Published) -> Series:
    """Return the measures and areas that more than one snapshot gave figures of."""
    series = published.rows(
        """
        select metric_id, area_code
        from figure_register
        group by metric_id, area_code
        having min(snapshot_id) < max(snapshot_id)
        """
    )
    return {(row["metric_id"], row["area_code"]) for row in series}


def revisions(published: Published, measure: Measure) -> TextTable:
    """Lay out what changed in the figures on the page, the latest night first."""
    if not published.has("revision") or not measure.area_code:
        return _first_and_now(published, measure)
    metric = measure.metric
    rows = published.rows(
        """
        select
            period_type, period_start_date, period_end_date, previous_value, value, is_material,
            business_date
        from revision
        where metric_id = ? and area_code = ? and breakdown_value is not distinct from ?
        order by business_date desc, period_end_date desc, period_type
        limit ?
        """,
        [metric["metric_id"], measure.area_code, measure.breakdown_value, MOST_REVISIONS],
    )
    body = tuple(
        (
            words.period_text(row["period_type"], row["period_start_date"], row["period_end_date"]),
            words.cell_text(row["previous_value"], metric["unit"]),
            words.cell_text(row["value"], metric["unit"]),
            "material" if row["is_material"] else "small",
            words.date_text(row["business_date"]),
        )
        for row in rows
    )
    return TextTable(("Period", "Before", "After", "Change", "On"), body, 2) if body else EMPTY


def _first_and_now(published: Published, measure: Measure) -> TextTable:
    """Compare with the first value published, where a snapshot keeps no list of revisions."""
    metric = measure.metric
    rows = published.rows(
        """
        select period_type, period_start_date, period_end_date, first_published_value, value
        from observation
        where metric_id = ? and area_code = ? and breakdown_value is not distinct from ?
        and value is not null and first_published_value is not null
        and abs(value - first_published_value) > 1e-9 * greatest(1, abs(value))
        order by period_end_date desc
        limit ?
        """,
        [metric["metric_id"], measure.area_code, measure.breakdown_value, MOST_REVISIONS],
    )
    body = tuple(
        (
            words.period_text(row["period_type"], row["period_start_date"], row["period_end_date"]),
            words.cell_text(row["first_published_value"], metric["unit"]),
            words.cell_text(row["value"], metric["unit"]),
        )
        for row in rows
    )
    return TextTable(("Period", "First published", "Now"), body, 2) if body else EMPTY


def vintages(published: Published, measure: Measure) -> TextTable:
    """Lay out the latest periods, a column for each snapshot that changed one of them."""
    if measure.latest is None or not measure.area_code:
        return EMPTY
    rows = published.rows(
        """
        select period_start_date, period_end_date, snapshot_id, value
        from figure_register
        where metric_id = ? and area_code = ? and period_type = ?
        and breakdown_value is not distinct from ?
        order by period_end_date desc, snapshot_id
        """,
        [
            measure.metric["metric_id"],
            measure.area_code,
            measure.latest["period_type"],
            measure.breakdown_value,
        ],
    )
    periods = list(dict.fromkeys((r["period_start_date"], r["period_end_date"]) for r in rows))
    periods = periods[:MOST_PERIODS]
    mine = [r for r in rows if (r["period_start_date"], r["period_end_date"]) in set(periods)]
    snapshots = sorted({row["snapshot_id"] for row in mine})[-MOST_VINTAGES:]
    if len(snapshots) < 2:
        return EMPTY
    unit, period_type = measure.metric["unit"], measure.latest["period_type"]
    body = []
    for start, end in periods:
        own = [row for row in mine if row["period_end_date"] == end]
        cells = [_as_of(own, snapshot_id, unit) for snapshot_id in snapshots]
        body.append((words.period_label(period_type, start, end), *cells))
    return TextTable(("Period", *map(_published_on, snapshots)), tuple(body), len(snapshots))


def _as_of(rows: Iterable[Row], snapshot_id: str, unit: str) -> str:
    """Say the value that stood in a snapshot: the last one published up to it."""
    known = [row for row in rows if row["snapshot_id"] <= snapshot_id]
    return words.cell_text(known[-1]["value"], unit) if known else "not yet"


def _published_on(snapshot_id: str) -> str:
    """Name a snapshot by the minute that its id begins with."""
    try:
        made = dt.datetime.strptime(snapshot_id.split("-")[0], "%Y%m%dT%H%M%SZ")
    except ValueError:
        return snapshot_id
    return f"{words.date_text(made)}, {made:%H:%M}"


def triangle(published: Published, metric_id: str, area_code: str | None) -> TextTable:
    """Lay out each month's crimes by age: what share was charged, month by month."""
    if metric_id not in BY_AGE or not published.has("maturity"):
        return EMPTY
    column = "not_assigned_percent" if metric_id == BY_AGE[1] else "cohort_rate"
    rows = published.rows(
        f"""
        select recorded_month_start_date, age_months, recorded_count, expected_final_rate,
            {column} as rate
        from maturity
        where area_code = ?
        order by recorded_month_start_date desc, age_months
        """,
        [area_code or published.snapshot["force_code"]],
    )
    cohorts: dict[dt.date, list[Row]] = {}
    for row in rows:
        cohorts.setdefault(row["recorded_month_start_date"], []).append(row)
    ages = [age for age in range(OLDEST_AGE + 1) if any(row["age_months"] == age for row in rows)]
    body = []
    for month, own in list(cohorts.items())[:MOST_PERIODS]:
        at = {row["age_months"]: row["rate"] for row in own}
        cells = [words.number_text(at[age], "percent") if age in at else "" for age in ages]
        recorded = words.number_text(own[0]["recorded_count"])
        body.append((words.short_month_text(month), recorded, *cells))
    return (
        TextTable(("Recorded in", "Crimes", *map(str, ages)), tuple(body), len(ages) + 1)
        if body
        else EMPTY
    )
