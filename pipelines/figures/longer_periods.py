"""Longer periods out of base periods: quarters, years, years ending, years to date, day averages."""

MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "financial_year": 12, "calendar_year": 12}

STARTS = {
    "month": "date_trunc('month', period_start_date)::date",
    "quarter": "date_trunc('quarter', period_start_date)::date",
    "half_year": "(date_trunc('year', period_start_date - interval 3 month) + to_months("
    "case when month(period_start_date - interval 3 month) > 6 then 9 else 3 end))::date",
    "calendar_year": "date_trunc('year', period_start_date)::date",
    "financial_year": "(date_trunc('year', period_start_date - interval 3 month) "
    "+ interval 3 month)::date",
}


# Each base period lies in one window of each longer kind; in several where windows slide: a year
# ending, and a financial year to date, end with every base period. A part with no row in a period
# that has a total was zero there, so the total says how whole a part's window is. A stock is not
# summed: the window has its last base period's figure, and is whole where that one is present.
LONGER = f"""
create or replace temp table longer as
with present as (
    select b.*, longer_type, base_months, total_by_sum, takes_last,
        (value is not null or numerator is not null) as is_present,
        max(period_end_date) over (partition by metric_id, area_code, longer_type) as last_end,
        min(period_start_date) over series as first_start,
        max(period_end_date) over series as series_end,
    from base as b
    join metric_rule as r using (metric_id)
    join longer_rule using (metric_id)
    window series as (partition by metric_id, area_code, breakdown_value, longer_type)
),
known as (
    select *, bool_or(is_present) filter (not total_by_sum or breakdown_value is null) over (
        partition by metric_id, longer_type, area_code, period_start_date,
            case when not total_by_sum then breakdown_value end
    ) as counts_as_present
    from present
),
ending as (
    select * exclude (ends), unnest(ends) as window_end,
    from (
        select *,
            case
                when longer_type in ('year_ending', 'financial_year_to_date') then [
                    (period_start_date + to_months((n * base_months)::integer)
                        - interval 1 day)::date
                    for n in range(1, 12 // base_months + 1)
                ]
                else [period_end_date]
            end as ends,
        from known
    )
),
placed as (
    select *,
        case longer_type
            when 'to_date' then first_start
            when 'year_ending' then (window_end + interval 1 day - interval 12 month)::date
            when 'quarter' then {STARTS["quarter"]}
            when 'month' then {STARTS["month"]}
            when 'calendar_year' then {STARTS["calendar_year"]}
            else {STARTS["financial_year"]}
        end as window_start,
    from ending
),
windows as (
    select * exclude (window_end),
        case
            when longer_type in ('year_ending', 'financial_year_to_date') then window_end
            when longer_type = 'to_date' then series_end
            else (
                window_start
                + to_months(case longer_type when 'month' then 1 when 'quarter' then 3 else 12 end)
                - interval 1 day
            )::date
        end as window_end,
    from placed
    where longer_type not in ('year_ending', 'financial_year_to_date')
        or (window_end <= last_end and (
            longer_type = 'year_ending'
            or window_end < window_start + interval 12 month
        ))
),
summed as (
    select metric_id, area_code, breakdown, breakdown_value, longer_type as period_type,
        window_start as period_start_date, window_end as period_end_date,
        any_value(takes_last) as takes_last, any_value(total_by_sum) as total_by_sum,
        case when any_value(takes_last) then arg_max(numerator, period_end_date)
            else sum(numerator) end as numerator,
        case
            when any_value(takes_last) then arg_max(denominator, period_end_date)
            when longer_type = 'day_average' then date_diff('day', window_start, window_end) + 1
            else sum(denominator)
        end as denominator,
        case when any_value(takes_last) then arg_max(value, period_end_date) end as value,
        max(source_release) as source_release,
        min(state) filter (state in ('provisional', 'immature')) as state,
        case
            when any_value(takes_last)
                then (max(period_end_date) filter (is_present) = window_end)::integer
            else count(distinct period_start_date) filter (counts_as_present)
        end::integer as present,
        case
            when any_value(takes_last) then 1
            when longer_type = 'to_date' then present
            else (date_diff('month', window_start, window_end) + 1) // any_value(base_months)
        end::integer as periods_expected,
    from windows
    group by metric_id, area_code, breakdown, breakdown_value, longer_type, window_start, window_end
)
select * exclude (present, takes_last, total_by_sum),
    case
        when total_by_sum and not takes_last
            then coalesce(max(present) filter (breakdown_value is null) over (
                partition by metric_id, area_code, period_type, period_start_date, period_end_date
            ), present)
        else coalesce(present, 0)
    end as periods_present,
from summed
"""
