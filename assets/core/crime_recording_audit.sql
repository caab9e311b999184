-- Reports of crime that an inspection sampled, and how many of them the force had recorded.
-- Grain: one row per force, inspection and group of crime; force_code is null for an unknown name.

select
    spelling.area_code as force_code,
    audit.force_name,
    audit.inspection_date,
    case
        when regexp_matches(audit.crime_group, '(?i)^(all|overall|total)\b') then 'all crime'
        else lower(trim(audit.crime_group))
    end as crime_group,
    audit.audited_count::bigint as audited_count,
    audit.recorded_count::bigint as recorded_count,
    audit.margin_points,
    audit.recording_rate_percent,
    audit.source_file,
from raw.crime_recording_audits as audit
left join core.area_spelling as spelling
    on spelling.kind = 'force' and spelling.name_key = name_key(audit.force_name)
