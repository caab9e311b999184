-- Recommendations of inspections to a force, open or closed, as the register stood on its date.
-- Grain: one row per force and recommendation; force_code is null for an unknown name.

with force as (select name_key, max(force_code) as force_code from core.police_force group by name_key)

select
    force.force_code,
    register.force_name,
    register.recommendation_id,
    case
        when regexp_matches(register.recommendation_type, '(?i)^cause') then 'cause of concern'
        when regexp_matches(register.recommendation_type, '(?i)^(area|afi)') then 'area for improvement'
        else 'recommendation'
    end as recommendation_type,
    register.raised_date,
    register.closed_date,
    register.register_date,
    register.source_file,
from raw.inspection_recommendations as register
left join force
    on regexp_replace(replace(lower(register.force_name), '&', 'and'), '[^a-z]', '', 'g') = force.name_key
