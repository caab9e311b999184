-- The force's demand by day: calls, incidents, crimes, arrests and more; types overlap.
-- Grain: one row per force, day and type of demand; force_name is null where the force is not known.

with force as (select distinct force_code, force_name from core.police_force)

select
    demand.area_code as force_code,
    force.force_name,
    demand.demand_date,
    date_trunc('month', demand.demand_date)::date as month_start_date,
    demand.demand_type,
    demand.demand_count,
from raw.police_demand as demand
left join force on demand.area_code = force.force_code
