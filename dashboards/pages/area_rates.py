"""Which measures a map may show, and for each the period in which it shows them."""

from collections import defaultdict
from dataclasses import dataclass

from dashboards.pages.reader import Reader
from snapshot.published import Published, Row

# A map shows rates alone: a count says first of all how many people live there.
RATES = ("percent", "per_1000", "per_10000", "per_100000", "ratio")
KINDS = ("csp", "district")
# The longest first: a year's figure tells areas apart that a month's cannot.
_PERIODS = (
    *("year_ending", "financial_year", "calendar_year", "cohort_year", "to_date", "half_year"),
    *("quarter", "cohort_quarter", "month", "snapshot_date", "day_average"),
)


@dataclass(frozen=True)
class Choice:
    """A rate that can be mapped: for one kind of area, its latest good period of each length."""

    metric_id: str
    kind: str
    periods: dict[str, Row]


def choices(reader: Reader, inside: dict[str, Row]) -> dict[str, Choice]:
    """Return the rates that have figures for two areas of a kind or more, in the plan's order."""
    return reader.once("rates on maps", lambda: _choices(reader.published, inside))


def _choices(published: Published, inside: dict[str, Row]) -> dict[str, Choice]:
    codes = {code: row["area_type"] for code, row in inside.items() if row["area_type"] in KINDS}
    spans: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in published.rows(
        """
        select
            metric_id, period_type, period_start_date, period_end_date,
            list(distinct area_code) as area_codes
        from observation
        inner join metric using (metric_id)
        where breakdown_value is null and value is not null
        and list_contains(string_split(?, ','), area_code)
        and list_contains(string_split(?, ','), unit)
        and state not in ('suppressed', 'withheld')
        group by all
        order by period_end_date
        """,
        [",".join(codes), ",".join(RATES)],
    ):
        for kind in KINDS:
            count = sum(codes[code] == kind for code in row["area_codes"])
            if count > 1:
                spans[row["metric_id"], kind, row["period_type"]].append(row | {"count": count})
    found: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for (metric_id, kind, period_type), rows in spans.items():
        most = max(row["count"] for row in rows)
        found[metric_id][kind][period_type] = [row for row in rows if 2 * row["count"] > most][-1]
    kept = {}
    for metric_id in published.metrics:
        if metric_id in found:
            kinds = found[metric_id]
            kind = max(kinds, key=lambda name: max(r["count"] for r in kinds[name].values()))
            periods = dict(sorted(kinds[kind].items(), key=lambda item: _rank(item[0])))
            kept[metric_id] = Choice(metric_id, kind, periods)
    return kept


def _rank(period_type: str) -> int:
    return _PERIODS.index(period_type) if period_type in _PERIODS else len(_PERIODS)
