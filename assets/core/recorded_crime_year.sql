-- Recorded crime of a financial year beside the people who lived in the force area, for rates.
-- Grain: one row per territorial force, financial year, offence group and subgroup.
-- quarter_count is how many quarters of the year the force has: four make a year. state and reason say
-- why a year has no rate, or a provisional one: the newest estimate not after its mid-year is taken.

with counted as (
    select
        force_code,
        left(financial_year, 4)::integer as mid_year,
        offence_group,
        offence_subgroup,
        sum(offence_count)::bigint as offence_count,
    from core.recorded_crime
    where left(force_code, 1) <> 'X'
    group by all
),

year as (
    select
        force_code,
        left(financial_year, 4)::integer as mid_year,
        count(distinct financial_quarter) as quarter_count,
        max(source_release) as source_release,
    from core.recorded_crime
    where left(force_code, 1) <> 'X'
    group by all
),

peopled as (
    select
        year.*,
        people.population,
        people.population_year,
    from year
    asof left join core.population as people
        on year.force_code = people.area_code
        and year.mid_year >= people.population_year
)

select
    counted.force_code,
    make_date(counted.mid_year, 4, 1) as period_start_date,
    make_date(counted.mid_year + 1, 3, 31) as period_end_date,
    counted.offence_group,
    counted.offence_subgroup,
    counted.offence_count,
    peopled.quarter_count,
    peopled.population,
    peopled.population_year,
    case
        when peopled.quarter_count < 4 or peopled.population is null then 'missing'
        when peopled.population_year < counted.mid_year then 'provisional'
    end as state,
    case
        when peopled.quarter_count < 4
            then peopled.quarter_count || ' of 4 quarters delivered: not a year'
        when peopled.population is null
            then 'no population estimate was delivered for this area and year'
        when peopled.population_year < counted.mid_year
            then 'population of mid-' || peopled.population_year || ', the latest delivered'
    end as reason,
    peopled.source_release,
from counted
inner join peopled using (force_code, mid_year)
