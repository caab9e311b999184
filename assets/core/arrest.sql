-- Arrests for notifiable offences, by force, financial year and offence group.
-- Grain: one row per force, year and offence group; null where the force gave no number at all.
-- A force's year comes whole from the delivery received last. Offence groups changed in 2015/16.

with delivered as (
    select financial_year, force_name, offence_group, arrest_count, source_file, received_at
    from raw.home_office_arrests

    union all

    select financial_year, force_name, offence_group, arrest_count, source_file, received_at
    from raw.home_office_arrests_workbook
),

coded as (
    select
        coalesce(spelling.area_code, 'X99000000') as force_code,
        coalesce(spelling.area_name, delivered.force_name) as force_name,
        left(delivered.financial_year, 4)::integer as first_year,
        regexp_replace(
            trim(delivered.offence_group), '^[0-9]{4}/[0-9]{2} onwards - ', ''
        ) as offence_group,
        delivered.arrest_count,
        delivered.source_file,
        delivered.received_at,
    from delivered
    left join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = name_key(delivered.force_name)
),

newest as (
    select
        force_code,
        force_name,
        first_year,
        arg_max(source_file, (received_at, source_file)) as source_file,
    from coded
    group by force_code, force_name, first_year
)

select
    force_code,
    force_name,
    make_date(first_year, 4, 1) as period_start_date,
    make_date(first_year + 1, 3, 31) as period_end_date,
    offence_group,
    sum(arrest_count)::bigint as arrest_count,
    source_file as source_release,
from coded
semi join newest using (force_code, force_name, first_year, source_file)
group by force_code, force_name, first_year, offence_group, source_file
