-- How long open Crown Court cases have been open, all of them and by remand status.
-- Grain: one row per quarter end, remand status (null for all cases) and age band.

select
    quarter_end as quarter_end_date,
    null::varchar as remand_status,
    age_band,
    age_order::integer as age_band_position,
    case_count as open_count,
    source_file,
from raw.crown_court_case_age
union all by name
select
    quarter_end as quarter_end_date,
    remand_status,
    age_band,
    age_order::integer as age_band_position,
    case_count as open_count,
    source_file,
from raw.crown_court_remand_age
