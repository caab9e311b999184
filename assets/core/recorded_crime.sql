-- Police recorded crime of the Home Office open data, by quarter and offence.
-- Grain: one row per force, quarter and offence (code and description); counts may be negative.
-- A force's quarter comes whole from the delivery received last; source_release names it.

with delivered as (
    select
        financial_year,
        financial_quarter,
        force_name,
        offence_description,
        offence_group,
        offence_subgroup,
        offence_code,
        offence_count,
        is_territorial,
        source_file,
        received_at,
    from raw.home_office_recorded_crime

    union all

    select
        financial_year,
        financial_quarter,
        force_name,
        offence_description,
        offence_group,
        offence_subgroup,
        offence_code,
        offence_count,
        is_territorial,
        source_file,
        received_at,
    from raw.home_office_recorded_crime_workbook
),

keyed as (
    select
        delivered.*,
        name_key(force_name) as name_key,
        make_date(left(financial_year, 4)::integer, 4, 1)
            + to_months(3 * (financial_quarter - 1)) as quarter_start,
    from delivered
),

coded as (
    select
        coalesce(spelling.area_code, 'X99000000') as force_code,
        coalesce(spelling.area_name, keyed.force_name) as force_name,
        keyed.quarter_start::date as quarter_start_date,
        keyed.* exclude (force_name, name_key, quarter_start),
    from keyed
    left join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = keyed.name_key
),

newest as (
    select
        force_code,
        force_name,
        quarter_start_date,
        arg_max(source_file, (received_at, source_file)) as source_file,
    from coded
    group by force_code, force_name, quarter_start_date
)

select
    force_code,
    force_name,
    quarter_start_date,
    last_day(quarter_start_date + to_months(2)) as quarter_end_date,
    left(financial_year, 4) || '/' || right(financial_year, 2) as financial_year,
    financial_quarter,
    trim(offence_group) as offence_group,
    trim(offence_subgroup) as offence_subgroup,
    trim(offence_code) as offence_code,
    trim(offence_description) as offence_description,
    bool_and(is_territorial) as is_territorial,
    sum(offence_count)::bigint as offence_count,
    source_file as source_release,
from coded
semi join newest using (force_code, force_name, quarter_start_date, source_file)
group by all
