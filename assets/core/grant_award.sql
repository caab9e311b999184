-- Grants awarded, by any funder that publishes in the 360Giving standard.
-- Grain: one row per award. Recipients are kept as given: a line that names several is not split.
-- An award to a person keeps neither name, title, description nor place: any of them may name the
-- person or say where they live.

with delivered as (
    select
        award_id,
        coalesce(nullif(trim(recipient_org_name), ''), nullif(trim(recipient_org_id), '')) is null
            as is_individual,
        title,
        description,
        upper(currency) as currency,
        amount_awarded,
        coalesce(
            try_cast(left(trim(award_date), 10) as date),
            try_strptime(trim(award_date), '%d/%m/%Y')::date
        ) as award_date,
        funding_org_id,
        funding_org_name,
        coalesce(recipient_org_id, '') as recipient_org_id,
        -- The name of a person is never carried past raw.
        case
            when nullif(trim(recipient_org_name), '') is not null then recipient_org_name
            when nullif(trim(recipient_org_id), '') is not null then 'An organisation that is not named'
            else 'An individual'
        end as recipient_name,
        recipient_org_charity_number,
        beneficiary_location_name,
        beneficiary_location_code,
        grant_programme_code,
        grant_programme_title,
        regexp_extract_all(
            lower(concat_ws(' ', grant_programme_title, grant_programme_code)), '[a-z]+'
        ) as programme_words,
        source_file,
        received_at,
        source_row,
    from raw.grant_awards
),

latest as (
    select *
    from delivered
    -- An award whose date or programme changed stands in two deliveries: the later one counts.
    qualify row_number() over (
        partition by award_id order by received_at desc, source_file desc, source_row desc
    ) = 1
),

area_parents as (
    select
        area_code,
        max(area_type) as area_type,
        -- Where an area has had several parents, the one it has now.
        arg_max(parent_code, coalesce(valid_to, date '9999-12-31')) as parent_code,
    from core.area
    group by area_code
),

force_of_area as (
    select
        district.area_code,
        case
            when district.area_type = 'force' then district.area_code
            when parent.area_type = 'force' then parent.area_code
            when grandparent.area_type = 'force' then grandparent.area_code
        end as force_code,
    from area_parents as district
    left join area_parents as parent on district.parent_code = parent.area_code
    left join area_parents as grandparent on parent.parent_code = grandparent.area_code
),

place as (
    select distinct award_id, trim(unnest(string_split(beneficiary_location_code, ';'))) as code
    from latest
    where beneficiary_location_code is not null
),

-- An award to several places belongs to the force area that holds them all, if one does.
placed as (
    select
        place.award_id,
        case
            when count(*) = 1 then coalesce(max(force_of_area.force_code), max(place.code))
            when count(*) = count(force_of_area.force_code)
                and count(distinct force_of_area.force_code) = 1
                then max(force_of_area.force_code)
        end as area_code,
    from place
    left join force_of_area on place.code = force_of_area.area_code
    where place.code <> ''
    group by place.award_id
),

police_funders as (
    -- An office of a commissioner, or a force, funds its own force area: its name says which.
    select
        latest.funding_org_id,
        arg_max(police_force.force_code, length(police_force.force_name)) as area_code,
    from latest
    inner join core.police_force as police_force
        on contains(lower(latest.funding_org_name), lower(police_force.force_name))
    where regexp_matches(latest.funding_org_name, '(?i)police|constabulary|opcc')
    group by latest.funding_org_id
)

select
    latest.award_id,
    case when latest.is_individual then 'Award to an individual' else latest.title end as title,
    case when not latest.is_individual then latest.description end as description,
    latest.currency,
    latest.amount_awarded::double as amount_awarded,
    latest.award_date,
    strftime(latest.award_date - interval 3 month, '%Y')
        || '/' || strftime(latest.award_date + interval 9 month, '%y') as financial_year,
    latest.funding_org_id as funder_id,
    latest.funding_org_name as funder_name,
    nullif(latest.recipient_org_id, '') as recipient_id,
    latest.recipient_name,
    latest.is_individual,
    latest.recipient_org_charity_number as recipient_charity_number,
    case when not latest.is_individual then latest.beneficiary_location_name end
        as beneficiary_location_name,
    case when not latest.is_individual then latest.beneficiary_location_code end
        as beneficiary_location_code,
    coalesce(
        placed.area_code,
        funder.area_code,
        police_funders.area_code,
        'K04000001'
    ) as area_code,
    -- A plan theme only where the programme names one: a guess would put money where it is not.
    case
        when list_contains(latest.programme_words, 'victims') then 'victims'
        when list_contains(latest.programme_words, 'offenders') then 'offenders'
        when list_contains(latest.programme_words, 'communities') then 'communities'
        when list_contains(latest.programme_words, 'transformation') then 'transformation'
    end as theme,
    coalesce(latest.grant_programme_title, latest.grant_programme_code) as purpose,
    latest.source_file,
from latest
left join placed on latest.award_id = placed.award_id
left join raw.reference_grant_funder as funder on latest.funding_org_id = funder.funder_id
left join police_funders on latest.funding_org_id = police_funders.funding_org_id
