-- Outcomes of data.police.uk, rows equal in every published column counted once.
-- Grain: one row per month and distinct published row; repeat_count says how often it stood there.
-- Kept by: month_start_date
-- A row without a Crime ID is never taken for a repeat. Places are found as in core.street_crime.
-- source_file and source_row lead back to the (first) row as published, with its Crime ID.

with keyed as (
    select
        month_start_date,
        falls_within,
        lsoa_code,
        lsoa_name,
        outcome_type,
        crime_id,
        source_file,
        source_row,
        -- Equal in 64 bits within one month is taken for equal; rows to compare would not fit memory.
        case
            when crime_id is not null
                then hash(
                    crime_id,
                    reported_by,
                    falls_within,
                    longitude,
                    latitude,
                    location,
                    lsoa_code,
                    lsoa_name,
                    outcome_type
                )
        end as row_key,
    from raw.police_uk_outcomes
),

repeated as (
    select
        month_start_date,
        row_key,
        min(source_row) as first_source_row,
        count(*) as repeat_count,
    from keyed
    where row_key is not null
    group by month_start_date, row_key
    having count(*) > 1
),

published as (
    select keyed.*, coalesce(repeated.repeat_count, 1) as repeat_count
    from keyed
    left join repeated
        on keyed.month_start_date = repeated.month_start_date
        and keyed.row_key = repeated.row_key
    where repeated.row_key is null or keyed.source_row = repeated.first_source_row
)

select
    published.month_start_date,
    -- A force that the reference does not know stays visible, as X99000000.
    coalesce(force.force_code, 'X99000000') as force_code,
    coalesce(coded.district_code, named.district_code) as district_code,
    case
        when coalesce(coded.force_code, named.force_code) is null then coalesce(force.unknown_code, 'X99000000')
        when force.force_code is null then 'X99000000'
        when coalesce(coded.force_code, named.force_code) <> force.force_code then force.outside_code
        else coalesce(coded.csp_code, named.csp_code, force.unknown_code)
    end as csp_code,
    case
        when published.lsoa_code is null and published.lsoa_name is null then 'unknown'
        when coalesce(coded.force_code, named.force_code) is null then 'unmatched'
        when coalesce(coded.force_code, named.force_code) <> force.force_code then 'outside'
        when coded.force_code is not null then 'lsoa_code'
        else 'lsoa_name'
    end as place_match,
    coalesce(kind.outcome_name, published.outcome_type) as outcome_type,
    -- A name that the reference does not know is taken for a police outcome, and is a surprise.
    coalesce(kind.is_police_outcome, true) as is_police_outcome,
    coalesce(kind.is_court_result, false) as is_court_result,
    coalesce(kind.is_charged, false) as is_charged,
    coalesce(kind.is_positive, false) as is_positive,
    published.repeat_count,
    published.source_file,
    published.source_row,
from published
left join core.police_force as force on published.falls_within = force.name
left join core.outcome_type as kind on published.outcome_type = kind.outcome_type
left join core.lsoa as coded on published.lsoa_code = coded.lsoa_code
left join core.district_name as named
    on case when coded.force_code is null then left(published.lsoa_name, -5) end
        = named.district_name
