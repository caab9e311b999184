-- Outcomes of completed prosecutions, by principal offence category of the defendant.
-- Grain: one row per prosecution area (and England and Wales), month and offence category.
--
-- Area names are matched without case, spaces or punctuation (GreaterManchester, Dyfed Powys). An
-- area of no known name stays, as police force not known, so that the areas still add up.

with delivered as (
    select
        file_period as month_start_date,
        area_name,
        name_key(area_name) as name_key,
        source_file,
        unnest([
            {
                'offence_category': 'Homicide',
                'convictions': homicide_convictions,
                'unsuccessful': homicide_unsuccessful,
            },
            {
                'offence_category': 'Offences against the person',
                'convictions': offences_against_the_person_convictions,
                'unsuccessful': offences_against_the_person_unsuccessful,
            },
            {
                'offence_category': 'Sexual offences',
                'convictions': sexual_offences_convictions,
                'unsuccessful': sexual_offences_unsuccessful,
            },
            {
                'offence_category': 'Burglary',
                'convictions': burglary_convictions,
                'unsuccessful': burglary_unsuccessful,
            },
            {
                'offence_category': 'Robbery',
                'convictions': robbery_convictions,
                'unsuccessful': robbery_unsuccessful,
            },
            {
                'offence_category': 'Theft and handling',
                'convictions': theft_and_handling_convictions,
                'unsuccessful': theft_and_handling_unsuccessful,
            },
            {
                'offence_category': 'Fraud and forgery',
                'convictions': fraud_and_forgery_convictions,
                'unsuccessful': fraud_and_forgery_unsuccessful,
            },
            {
                'offence_category': 'Criminal damage',
                'convictions': criminal_damage_convictions,
                'unsuccessful': criminal_damage_unsuccessful,
            },
            {
                'offence_category': 'Drugs offences',
                'convictions': drugs_offences_convictions,
                'unsuccessful': drugs_offences_unsuccessful,
            },
            {
                'offence_category': 'Public order offences',
                'convictions': public_order_offences_convictions,
                'unsuccessful': public_order_offences_unsuccessful,
            },
            {
                'offence_category': 'All other offences (excluding motoring)',
                'convictions': all_other_offences_convictions,
                'unsuccessful': all_other_offences_unsuccessful,
            },
            {
                'offence_category': 'Motoring offences',
                'convictions': motoring_offences_convictions,
                'unsuccessful': motoring_offences_unsuccessful,
            },
            {
                -- Struck out for a reason of procedure (no defendant found, say): never a conviction.
                'offence_category': 'Admin finalised',
                'convictions': null::integer,
                'unsuccessful': admin_finalised_unsuccessful,
            },
        ]) as outcome,
    from raw.cps_case_outcomes
)

select
    coalesce(spelling.area_code, 'X99000000') as area_code,
    coalesce(spelling.area_name, 'Police force not known') as area_name,
    delivered.month_start_date,
    delivered.outcome.offence_category as offence_category,
    sum(delivered.outcome.convictions)::bigint as conviction_count,
    sum(delivered.outcome.unsuccessful)::bigint as unsuccessful_count,
    string_agg(distinct delivered.area_name, ', ' order by delivered.area_name)
        filter (spelling.area_code is null) as unknown_area_name,
    max(delivered.source_file) as source_file,
from delivered
left join core.area_spelling as spelling
    on spelling.kind = 'prosecution area' and spelling.name_key = delivered.name_key
group by all
