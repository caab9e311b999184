-- Anti-social behaviour that data.police.uk publishes, by area and month.
-- Grain: one row per area (force and partnership) and month.
-- Kept by: month_start_date
-- A force that published no such incident in a month did not publish them: missing, not zero. A
-- partnership without any, in a force with some, had none.

with counted as (
    select
        month_start_date,
        force_code,
        csp_code,
        count(*) filter (where not is_crime) as incident_count,
    from core.street_crime
    group by all
),

published as (
    select
        counted.*,
        sum(incident_count) over (partition by month_start_date, force_code) > 0 as is_published,
    from counted
),

placed as (
    select
        month_start_date,
        unnest(list_distinct([force_code, csp_code])) as area_code,
        incident_count,
    from published
    where is_published
)

select
    month_start_date,
    area_code,
    sum(incident_count)::bigint as incident_count,
from placed
group by month_start_date, area_code
