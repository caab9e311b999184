-- Complaints and allegations against the police, and the people employed, by force and period.
-- Grain: one row per force (and England and Wales) and period; `Total` is not a force.
-- A bulletin's quarter is the year to date: Q2 covers April to September.

with delivered as (
    select
        *,
        name_key(force_name) as name_key,
        regexp_extract(period, '\d{4}')::integer as first_year,
        try_cast(nullif(regexp_extract(period, '(?i)q(?:uarter)?\s*([1-4])', 1), '') as integer)
            as quarter,
    from raw.police_complaints
),

dated as (
    select
        coalesce(
            spelling.area_code,
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
    left join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = delivered.name_key
)

select * exclude (received_at, source_row)
from dated
qualify row_number() over (
    partition by coalesce(area_code, force_name), period_end_date
    order by received_at desc, source_file desc, source_row desc
) = 1
