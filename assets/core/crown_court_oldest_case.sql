-- Crown Court cases open for a year or more, by region, offence or remand status.
-- Grain: one row per quarter end, breakdown and part. The breakdowns overlap: never add them up.

select
    quarter_end as quarter_end_date,
    case geo_level when 'region' then 'region' else 'all' end as breakdown,
    region as part,
    open_one_year_plus as open_one_year_plus_count,
    valid_cases as open_of_known_age_count,
    source_file,
from raw.crown_court_oldest_by_region
union all by name
select
    quarter_end as quarter_end_date,
    'offence' as breakdown,
    offence as part,
    open_one_year_plus as open_one_year_plus_count,
    null::bigint as open_of_known_age_count,
    source_file,
from raw.crown_court_oldest_by_offence
union all by name
select
    quarter_end as quarter_end_date,
    'remand status' as breakdown,
    remand_status as part,
    open_one_year_plus as open_one_year_plus_count,
    valid_cases as open_of_known_age_count,
    source_file,
from raw.crown_court_remand_age_summary
