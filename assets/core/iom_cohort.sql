-- The integrated offender management cohort, by quarter and version of its definition.
-- Grain: one row per police force area, quarter and version of the definition.

select
    area_code,
    quarter_start_date,
    last_day((quarter_start_date + interval 2 month)::date) as quarter_end_date,
    definition_version,
    -- The newest version is the one that the latest quarter was counted by.
    definition_version = last_value(definition_version) over (
        partition by area_code
        order by quarter_start_date, definition_version
        rows between unbounded preceding and unbounded following
    ) as is_newest_definition,
    cohort_count,
    reoffended_count,
    proven_count,
    'suppressed' in (cohort_count_state, reoffended_count_state) as is_suppressed,
    source_file,
from raw.iom_cohort
