-- Recommendations of inspections to a force, open or closed, as the register stood on its date.
-- Grain: one row per force and recommendation; force_code is null for an unknown name.

select
    spelling.area_code as force_code,
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
left join core.area_spelling as spelling
    on spelling.kind = 'force' and spelling.name_key = name_key(register.force_name)
