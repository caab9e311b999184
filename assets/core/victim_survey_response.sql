-- People asked in the victim satisfaction survey, and whether they answered and were satisfied.
-- Grain: one row per person asked, without the reference: nothing here tells one person from another.
-- An answer of `do not know` is an answer to the survey, but not a valid one to the question.

select
    area_code as force_code,
    quarter_start_date,
    (quarter_start_date + interval 3 month - interval 1 day)::date as quarter_end_date,
    is_domestic_abuse,
    satisfaction is not null as has_answered,
    coalesce(satisfaction <> 'do not know', false) as is_valid,
    coalesce(
        satisfaction in ('completely satisfied', 'very satisfied', 'fairly satisfied'), false
    ) as is_satisfied,
    source_file,
from raw.victim_survey
