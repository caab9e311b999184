-- Complaints and allegations against the police, and the people employed, by force and period.
-- Grain: one row per force (and England and Wales) and period; `Total` is not a force.
-- A bulletin's quarter is the year to date: Q2 covers April to September.

with delivered as (
    select
        *,
        regexp_replace(replace(lower(force_name), '&', 'and'), '[^a-z]', '', 'g') as name_key,
        regexp_extract(period, '\d{4}')::integer as first_year,
        try_cast(nullif(regexp_extract(period, '(?i)q(?:uarter)?\s*([1-4])', 1), '') as integer)
            as quarter,
    from raw.police_complaints
),

force as (select name_key, max(force_code) as force_code from core.police_force group by name_key),

dated as (
    select
        coalesce(
            force.force_code,
            case
                when delivered.name_key in ('englandandwales', 'total', 'totalenglandandwales', 'allforces')
                    then 'K04000001'
                when delivered.name_key in ('britishtransport', 'btp') then 'X23000001'
            end
        ) as area_code,
        delivered.force_name,
        make_date(delivered.first_year, 4, 1) as period_start_date,
        (make_date(delivered.first_year, 4, 1) + to_months(3 * coalesce(delivered.quarter, 4))
            - interval 1 day)::date as period_end_date,
        delivered.complaint_count,
        delivered.complaint_count_state,
        delivered.allegation_count,
        delivered.employee_count,
        delivered.finalised_days,
        delivered.source_file,
        delivered.received_at,
        delivered.source_row,
    from delivered
    left join force on delivered.name_key = force.name_key
)

select * exclude (received_at, source_row)
from dated
qualify row_number() over (
    partition by coalesce(area_code, force_name), period_end_date
    order by received_at desc, source_file desc, source_row desc
) = 1
