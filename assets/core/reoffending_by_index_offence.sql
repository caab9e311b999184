-- Share of the cohort who reoffended, by the offence that put them in it.
-- Grain: one row per year ending, age group and index offence. No counts are published with it.

select
    'K04000001' as area_code,
    (year_ending - interval 1 year + interval 1 day)::date as cohort_start_date,
    year_ending as cohort_end_date,
    lower(age) as offender_group,
    index_offence,
    index_offence ilike 'all %' as is_total,
    100.0 * proportion as reoffending_percent,
    source_file,
from raw.proven_reoffending_by_index_offence
