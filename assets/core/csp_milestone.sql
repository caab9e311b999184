-- Milestones of community safety partnerships' plans: due, done, and done on time.
-- Grain: one row per partnership, activity and milestone. is_due is false until its date has come.

with partnership as (
    select area_code as csp_code, arg_max(parent_code, coalesce(valid_to, date '9999-12-31')) as force_code
    from core.area
    where area_type = 'csp'
    group by area_code
)

select
    milestone.csp_code,
    partnership.force_code,
    milestone.activity,
    milestone.stage,
    milestone.milestone,
    milestone.due_date,
    milestone.done_date,
    milestone.has_evidence,
    milestone.return_date,
    milestone.due_date <= milestone.return_date as is_due,
    coalesce(milestone.done_date <= milestone.due_date, false) as is_met_on_time,
    milestone.source_file,
from raw.csp_delivery as milestone
left join partnership on milestone.csp_code = partnership.csp_code
