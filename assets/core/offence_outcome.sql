-- Outcomes of recorded crime of the Home Office open data, by quarter, offence group and outcome.
-- Grain: one row per force, quarter, offence group and subgroup, and outcome; counts may be negative.
-- offence_count is of offences recorded in the quarter (a cohort, as the release found them);
-- outcome_count is of outcomes assigned in the quarter (a flow). outcome_code is null where the offence
-- has no outcome yet. A force's quarter comes whole from the delivery received last.

with delivered as (
    select
        financial_year,
        financial_quarter,
        force_name,
        offence_group,
        offence_subgroup,
        outcome_type,
        outcome_description,
        offence_count,
        outcome_count,
        source_file,
        received_at,
    from raw.home_office_outcomes

    union all

    select
        financial_year,
        financial_quarter,
        force_name,
        offence_group,
        offence_subgroup,
        outcome_type,
        outcome_description,
        offence_count,
        outcome_count,
        source_file,
        received_at,
    from raw.home_office_outcomes_workbook
),

coded as (
    select
        coalesce(spelling.area_code, 'X99000000') as force_code,
        coalesce(spelling.area_name, delivered.force_name) as force_name,
        (
            make_date(left(financial_year, 4)::integer, 4, 1)
            + to_months(3 * (financial_quarter - 1))
        )::date as quarter_start_date,
        nullif(upper(trim(outcome_type)), '0') as outcome_code,
        delivered.* exclude (force_name, outcome_type),
    from delivered
    left join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = name_key(delivered.force_name)
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
    coded.force_code,
    coded.force_name,
    coded.quarter_start_date,
    last_day(coded.quarter_start_date + to_months(2)) as quarter_end_date,
    left(coded.financial_year, 4) || '/' || right(coded.financial_year, 2) as financial_year,
    trim(coded.offence_group) as offence_group,
    trim(coded.offence_subgroup) as offence_subgroup,
    coded.outcome_code,
    coalesce(any_value(code.description), any_value(trim(coded.outcome_description))) as outcome_description,
    coalesce(any_value(code.is_charged), false) as is_charged,
    sum(coded.offence_count)::bigint as offence_count,
    sum(coded.outcome_count)::bigint as outcome_count,
    coded.source_file as source_release,
from coded
semi join newest using (force_code, force_name, quarter_start_date, source_file)
left join core.outcome_code as code on coded.outcome_code = code.outcome_code
group by
    coded.force_code,
    coded.force_name,
    coded.quarter_start_date,
    coded.financial_year,
    coded.offence_group,
    coded.offence_subgroup,
    coded.outcome_code,
    coded.source_file
