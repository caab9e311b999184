-- The force's demand by day: calls, incidents, crimes, arrests and more; types overlap.
-- Grain: one row per force, day and type of demand.

select
    area_code as force_code,
    demand_date,
    date_trunc('month', demand_date)::date as month_start_date,
    demand_type,
    demand_count,
from raw.police_demand
