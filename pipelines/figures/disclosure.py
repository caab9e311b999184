"""Which figures may identify somebody: they stay in the restricted file, and are absent elsewhere.

The safe default until disclosure control proper: of a measure that counts people or small areas,
every count from 1 to 4 is hidden, of whichever side of a rate (numerator, denominator, or what is
left between the two), and then whatever would give a hidden count away by subtraction: one more
part beside a single hidden part of a total, one more area beside a single hidden area of its
parent, a longer period with a single hidden period inside, and every sliding year that holds one.
Source of the threshold and of complementary suppression: Government Statistical Service, Guidance
for tables produced from administrative sources (2014).
"""

import duckdb

THRESHOLD = 5
MOST_ROUNDS = 50
KEY = "metric_id, area_code, breakdown_value, period_type, period_start_date, period_end_date"
SLIDING = "('year_ending', 'financial_year_to_date')"


def hide_small_figures(connection: duckdb.DuckDBPyConnection) -> int:
    """Fill the temp table `hidden_figure` from `out_observation`; return how many it holds.

    Grain: one row per figure that only the restricted file may hold. Needs `metric_rule` and
    `out_area`, `out_metric`.
    """
    connection.execute(_CELLS.format(threshold=THRESHOLD))
    for _ in range(MOST_ROUNDS):
        added = sum(_added(connection, rule) for rule in _GIVEN_AWAY)
        if not added:
            break
    connection.execute(
        f"create or replace temp table hidden_figure as select {KEY} from disclosure_cell where hidden"
    )
    (count,) = connection.execute("select count(*) from hidden_figure").fetchone() or (0,)
    return int(count)


def _added(connection: duckdb.DuckDBPyConnection, rule: str) -> int:
    """Hide what a rule names; return how many figures that are new."""
    (count,) = connection.execute(
        f"update disclosure_cell set hidden = true where not hidden and id in ({rule})"
    ).fetchone() or (0,)
    return int(count)


_CELLS = f"""
create or replace temp table disclosure_cell as
with place as (
    select area_code, arg_max(parent_code, coalesce(valid_from, date '1900-01-01')) as parent_code
    from out_area group by all
),
cell as (
    select {KEY}, r.total_by_sum, r.frequency, r.unit, place.parent_code,
        coalesce(o.numerator, o.value) as n, o.denominator as d,
    from out_observation as o
    join out_metric as m using (metric_id)
    join metric_rule as r using (metric_id)
    left join place using (area_code)
    where m.disclosure <> 'none' and o.value is not null
)
select row_number() over () as id, *,
    coalesce(n > 0 and n < {{threshold}}, false)
    or coalesce(d > 0 and d < {{threshold}}, false)
    or coalesce(unit = 'percent' and d - n > 0 and d - n < {{threshold}}, false) as hidden,
from cell
"""

# The smallest visible part beside the one that is hidden; the total itself where there is none.
_ALONE_AMONG_PARTS = """
with alone as (
    select metric_id, area_code, period_type, period_start_date, period_end_date
    from disclosure_cell where total_by_sum
    group by all
    having count(*) filter (hidden and breakdown_value is not null) = 1
        and count(*) filter (not hidden and breakdown_value is null) = 1
)
select arg_min(c.id, (c.breakdown_value is null, c.n = 0, c.n))
from disclosure_cell as c
join alone using (metric_id, area_code, period_type, period_start_date, period_end_date)
where not c.hidden
group by metric_id, area_code, period_type, period_start_date, period_end_date
"""

# The smallest visible sibling of an area that is hidden alone; their parent where there is none.
_ALONE_AMONG_AREAS = """
with family as (
    select c.*, coalesce(p.area_code, c.parent_code) as family_code, p.id as parent_id,
    from disclosure_cell as c
    join disclosure_cell as p
        on p.metric_id = c.metric_id and p.area_code = c.parent_code
        and p.breakdown_value is not distinct from c.breakdown_value
        and p.period_type = c.period_type and p.period_start_date = c.period_start_date
        and p.period_end_date = c.period_end_date
    where not p.hidden
)
select coalesce(
    arg_min(id, (n = 0, n)) filter (not hidden), any_value(parent_id)
)
from family
group by metric_id, family_code, breakdown_value, period_type, period_start_date, period_end_date
having count(*) filter (hidden) = 1
"""

_GIVEN_AWAY_BY_PERIOD = f"""
select longer.id
from disclosure_cell as longer
join disclosure_cell as base
    on base.metric_id = longer.metric_id and base.area_code = longer.area_code
    and base.breakdown_value is not distinct from longer.breakdown_value
    and base.period_type = base.frequency
    and base.period_start_date >= longer.period_start_date
    and base.period_end_date <= longer.period_end_date
where longer.period_type <> longer.frequency and not longer.hidden and base.hidden
group by longer.id, longer.period_type
having count(*) = 1 or longer.period_type in {SLIDING}
"""

_GIVEN_AWAY = (_ALONE_AMONG_PARTS, _ALONE_AMONG_AREAS, _GIVEN_AWAY_BY_PERIOD)
