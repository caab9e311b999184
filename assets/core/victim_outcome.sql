-- How victims' scores changed from the start to the end of support, by service.
-- Grain: one row per half-year, force, service and outcome domain.
-- outcome_domain `any domain` counts a person once however many domains improved: the others overlap.

select
    half_year_start_date,
    (half_year_start_date + interval 6 month - interval 1 day)::date as half_year_end_date,
    area_code as force_code,
    trim(service) as service,
    lower(trim(outcome_domain)) as outcome_domain,
    sum(ended_count)::bigint as ended_count,
    sum(both_scores_count)::bigint as both_scores_count,
    sum(improved_count)::bigint as improved_count,
    max(source_file) as source_file,
from raw.victim_hub_outcome
group by all
