-- Shares of the trials listed that were effective, cracked or ineffective, vacated trials left out.
-- Grain: one row per kind of court, area, quarter and part; part is null on the row of the total, which
-- is the effective share. England and Wales stands beside its areas.

with listed as (
    select
        court_type,
        area_code,
        quarter_start_date,
        quarter_end_date,
        trial_result,
        trial_count,
        source_file,
    from core.trial_effectiveness
    where trial_result <> 'vacated'
),

complete as (
    -- England and Wales is the sum of its areas only in a quarter that holds all 42 of them.
    select court_type, quarter_start_date
    from listed
    where area_code <> 'X99000000'
    group by court_type, quarter_start_date
    having count(distinct area_code) = 42
),

placed as (
    select * from listed
    union all by name
    select 'K04000001' as area_code, listed.* exclude (area_code)
    from listed
    semi join complete using (court_type, quarter_start_date)
),

total as (
    select
        court_type,
        area_code,
        quarter_start_date,
        quarter_end_date,
        sum(trial_count)::bigint as listed_count,
        max(source_file) as source_file,
    from placed
    group by all
),

result as (
    select unnest([
        {'trial_result': 'effective', 'part': null},
        {'trial_result': 'effective', 'part': 'Effective'},
        {'trial_result': 'cracked', 'part': 'Cracked'},
        {'trial_result': 'ineffective', 'part': 'Ineffective'},
    ], recursive := true)
),

counted as (
    select
        court_type,
        area_code,
        quarter_start_date,
        trial_result,
        sum(trial_count)::bigint as trial_count,
    from placed
    group by all
)

select
    total.court_type,
    total.area_code,
    result.part,
    total.quarter_start_date,
    total.quarter_end_date,
    coalesce(counted.trial_count, 0) as trial_count,
    total.listed_count,
    total.source_file,
from total
cross join result
left join counted using (court_type, area_code, quarter_start_date, trial_result)
