-- After release from custody: the share of known status that is good, and the share not known of all.
-- Grain: one row per outcome, area, period and part; part is null on the row of the total: settled on
-- the first night, or in work at six weeks. Rows of no known area are left out.

with delivered as (
    select
        *,
        time_after_release
            = case outcome when 'employment' then '6 weeks' else 'first night' end as is_headline,
    from core.release_outcome
    where area_code is not null
),

share as (
    select
        outcome,
        area_code,
        case when not is_headline then 'At ' || time_after_release end as part,
        period_type,
        period_start_date,
        period_end_date,
        good_count as part_count,
        known_count as whole_count,
        is_suppressed,
        source_file,
    from delivered

    union all by name

    select
        outcome,
        area_code,
        case
            when is_headline and outcome = 'accommodation' then 'Not known on the first night'
            else 'Not known at ' || time_after_release
        end as part,
        period_type,
        period_start_date,
        period_end_date,
        unknown_count as part_count,
        release_count as whole_count,
        is_suppressed,
        source_file,
    from delivered
)

select
    outcome,
    area_code,
    part,
    period_type,
    period_start_date,
    period_end_date,
    part_count,
    whole_count,
    case
        when whole_count = 0 then 'not_applicable'
        when part_count is not null and whole_count is not null then null
        when is_suppressed then 'suppressed'
        else 'missing'
    end as state,
    case state
        when 'not_applicable' then 'No release had a known status.'
        when 'suppressed' then 'Suppressed by the publisher: too few people.'
        when 'missing' then 'Not published for this period.'
    end as reason,
    source_file,
from share
