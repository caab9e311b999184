-- The force's demand by day: calls, incidents, crimes, arrests and more; types overlap.
-- Grain: one row per area (force, or partnership where given), day and type of demand. A partnership's
-- rows are part of its force's, which have no csp_code; force_name is null where the force is not known.
-- officer_hours_each is an assumption of ours (reference data), for estimates of effort alone.

with force as (select distinct force_code, force_name from core.police_force)

select
    coalesce(demand.csp_code, demand.area_code) as area_code,
    demand.area_code as force_code,
    demand.csp_code,
    force.force_name,
    demand.demand_date,
    date_trunc('month', demand.demand_date)::date as month_start_date,
    demand.demand_type,
    demand.demand_count,
    demand.mean_answer_seconds,
    demand.median_answer_seconds,
    assumption.officer_hours::double as officer_hours_each,
from raw.police_demand as demand
left join force on demand.area_code = force.force_code
left join raw.reference_demand_assumption as assumption
    on demand.demand_type = assumption.demand_type
    and demand.demand_date >= coalesce(assumption.valid_from::date, date '1900-01-01')
    and demand.demand_date <= coalesce(assumption.valid_to::date, date '2999-12-31')
