"""Regions and nations out of police force areas: sums, and never of some forces only."""

import duckdb


def add_larger_areas(connection: duckdb.DuckDBPyConnection, metric_ids: list[str]) -> None:
    """Add to the temp table `base` the regions, countries, and England and Wales of these metrics.

    Needs the snapshot's areas, `out_area`.
    A larger area has a figure where every territorial police force of it has one for the period;
    where some are absent its row is `missing` and names them. What a query gives itself stays.
    """
    if metric_ids:
        connection.execute(_LARGER, [metric_ids])


_LARGER = """
insert into base by name
with recursive place as (
    select area_code, arg_max(parent_code, coalesce(valid_from, date '1900-01-01')) as parent_code,
        any_value(area_type) as area_type, any_value(area_name) as area_name,
    from out_area where area_type in ('force', 'region', 'country')
    group by area_code
),
lies_in as (
    select area_code as force_code, area_name as force_name, parent_code as larger_code
    from place where area_type = 'force' and parent_code is not null
    union all
    select force_code, force_name, parent_code
    from lies_in join place on place.area_code = larger_code
    where parent_code is not null
),
expected as (
    select larger_code, count(*) as force_count, list(force_code) as force_codes
    from lies_in group by all
),
known as (
    select b.*, larger_code, numerator is not null as is_present,
    from base as b join lies_in on b.area_code = force_code
    where metric_id in (select unnest(?))
),
summed as (
    select metric_id, larger_code as area_code, breakdown, breakdown_value, period_type,
        period_start_date, period_end_date,
        count(distinct area_code) filter (is_present) as present,
        list(distinct area_code) filter (is_present) as present_codes,
        sum(numerator) as n, sum(denominator) as d, max(source_release) as source_release,
        any_value(state) filter (state in ('provisional', 'immature')) as unsettled,
    from known
    group by all
)
select s.metric_id, s.area_code, s.breakdown, s.breakdown_value, s.period_type,
    s.period_start_date, s.period_end_date, s.source_release,
    case when present = force_count then n end as numerator,
    case when present = force_count then d end as denominator,
    case when present = force_count then unsettled else 'missing' end as state,
    case
        when present < force_count then format(
            '{} of {} police force areas are present; absent: {}', present, force_count,
            (
                select string_agg(f.area_name, ', ' order by f.area_name)
                from place as f
                where list_contains(e.force_codes, f.area_code)
                    and not list_contains(s.present_codes, f.area_code)
            )
        )
    end as reason,
from summed as s join expected as e on s.area_code = e.larger_code
where present > 1 and not exists (
    from base as b
    where b.metric_id = s.metric_id and b.area_code = s.area_code
        and b.breakdown_value is not distinct from s.breakdown_value
        and b.period_type = s.period_type and b.period_start_date = s.period_start_date
)
"""
