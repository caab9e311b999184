-- Roadside breath tests by force and month.
-- Grain: one row per force and month; a count that was not given is null, and negative_count may be
-- below nought, as published.

with spelling as (
    select name_key, any_value(force_code) as force_code
    from core.police_force
    group by name_key
)

select
    coalesce(spelling.force_code, 'X99000000') as force_code,
    make_date(
        test.test_year::integer,
        list_position(
            ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
            left(lower(trim(test.month_name)), 3)
        )::integer,
        1
    ) as month_start_date,
    max(test.test_count) as test_count,
    sum(test.result_count) filter (
        where starts_with(lower(trim(test.result)), 'positive')
    )::bigint as positive_count,
    sum(test.result_count) filter (
        where starts_with(lower(trim(test.result)), 'negative')
    )::bigint as negative_count,
    max(test.source_file) as source_release,
from raw.home_office_breath_tests as test
left join spelling
    on regexp_replace(replace(lower(test.force_name), '&', 'and'), '[^a-z]', '', 'g')
        = spelling.name_key
group by all
