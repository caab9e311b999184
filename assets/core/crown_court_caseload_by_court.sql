-- Open Crown Court caseload by court.
-- Grain: one row per court and quarter end.
--
-- The table by court carries no date. It is about the quarter end at which the courts add up to the
-- open caseload of England and Wales; where they add up to none (a part of the table, or revised
-- totals) it is about the latest quarter end delivered with it.

with national as (
    select quarter_end_date, open_count
    from core.crown_court_caseload
),

latest as (
    select max(quarter_end_date) as quarter_end_date
    from national
),

files as (
    select
        source_file,
        sum(open_latest)::bigint as open_count,
    from raw.crown_court_by_court
    group by source_file
),

adding_up as (
    select
        files.source_file,
        max(national.quarter_end_date) as quarter_end_date,
    from files
    inner join national using (open_count)
    group by files.source_file
),

dated as (
    select
        files.source_file,
        coalesce(adding_up.quarter_end_date, latest.quarter_end_date) as quarter_end_date,
        adding_up.quarter_end_date is not null as is_reconciled,
    from files
    left join adding_up using (source_file)
    cross join latest
),

courts as (
    select
        by_court.region,
        by_court.court,
        dated.quarter_end_date,
        by_court.open_latest as open_count,
        dated.is_reconciled,
        false as is_year_ago,
        by_court.source_file,
        by_court.received_at,
    from raw.crown_court_by_court as by_court
    inner join dated using (source_file)
    union all by name
    select
        by_court.region,
        by_court.court,
        last_day((dated.quarter_end_date - interval 1 year)::date) as quarter_end_date,
        by_court.open_year_ago as open_count,
        dated.is_reconciled,
        true as is_year_ago,
        by_court.source_file,
        by_court.received_at,
    from raw.crown_court_by_court as by_court
    inner join dated using (source_file)
),

ratio as (
    select region, court, annual_disposals, open_latest
    from raw.crown_court_backlog_ratio
)

select
    courts.region as region_name,
    courts.court as court_name,
    courts.quarter_end_date,
    courts.open_count,
    ratio.annual_disposals as annual_disposal_count,
    courts.is_reconciled,
    courts.is_year_ago,
    courts.source_file,
from courts
left join ratio
    on courts.region = ratio.region
    and courts.court = ratio.court
    and courts.open_count = ratio.open_latest
    and not courts.is_year_ago
where courts.quarter_end_date is not null
-- An edition's own quarter outranks what a later edition says of the year before.
qualify row_number() over (
    partition by courts.region, courts.court, courts.quarter_end_date
    order by courts.is_year_ago, courts.received_at desc, courts.source_file
) = 1
