-- The force's demand by day. Grain: one row per force, day and type of demand.

select
    area_code,
    demand_date,
    date_trunc('month', demand_date)::date as month_start_date,
    demand_type,
    demand_count,
from raw.police_demand
