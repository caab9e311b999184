-- Courts and tribunals, with their notices as plain text.
-- Grain: one row per court.
--
-- The kind of court is read from its name, since the list's own types are numbers without names.

select
    court_id,
    trim(court_name) as court_name,
    case
        when court_name ilike '%combined court%' or court_name ilike '%law courts%'
            then 'combined court'
        when court_name ilike '%magistrates%' then 'magistrates'' court'
        when court_name ilike '%crown court%' then 'crown court'
        when court_name ilike '%county court%' then 'county court'
        when court_name ilike '%family%' then 'family court'
        when court_name ilike '%tribunal%' then 'tribunal'
        else 'other'
    end as court_kind,
    nullif(nullif(court_code, ''), '0') as court_code,
    court_area_id,
    nullif(trim(regexp_replace(
        replace(replace(replace(replace(replace(
            regexp_replace(court_note, '<[^>]*>', ' ', 'g'),
            '&nbsp;', ' '), '&rsquo;', chr(8217)), '&pound;', chr(163)), '&quot;', '"'),
            '&amp;', '&'),
        '\s+', ' ', 'g'
    )), '') as notice,
    source_file,
from raw.courts
