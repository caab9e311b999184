-- Roadside breath tests by force and month.
-- Grain: one row per force and month; a count that was not given is null, and negative_count may be
-- below nought, as published.

select
    coalesce(spelling.area_code, 'X99000000') as force_code,
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
left join core.area_spelling as spelling
    on spelling.kind = 'force' and spelling.name_key = name_key(test.force_name)
group by all
