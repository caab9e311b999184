-- The Home Office's offence codes: what each is called, and the groups it is counted in.
-- Grain: one row per offence code and first day of validity (null: always).

with delivered as (
    select * exclude (source_row) from raw.offence_codes

    union all by name

    select * exclude (source_row) from raw.offence_codes_workbook
)

select
    trim(offence_code) as offence_code,
    arg_max(trim(offence_description), (received_at, source_file)) as offence_description,
    arg_max(trim(offence_group), (received_at, source_file)) as offence_group,
    arg_max(trim(offence_subgroup), (received_at, source_file)) as offence_subgroup,
    valid_from,
    max(valid_to) as valid_to,
    max(source_file) as source_release,
from delivered
group by trim(offence_code), valid_from
