-- How long Crown Court cases take: offence or charge to completion, waiting and hearing times.
-- Grain: one row per quarter end, region (null for England and Wales), measure and average.

with national as (
    select
        quarter_end,
        source_file,
        unnest([
            {'measure': 'offence to completion', 'average': 'mean', 'unit': 'days', 'figure': offence_to_completion_mean},
            {'measure': 'offence to completion', 'average': 'median', 'unit': 'days', 'figure': offence_to_completion_median},
            {'measure': 'charge to completion', 'average': 'mean', 'unit': 'days', 'figure': charge_to_completion_mean},
            {'measure': 'charge to completion', 'average': 'median', 'unit': 'days', 'figure': charge_to_completion_median},
        ]) as figure,
    from raw.crown_court_timeliness
),

regional as (
    select
        quarter_end,
        source_file,
        region,
        unnest([
            {'measure': 'offence to completion', 'average': 'mean', 'unit': 'days', 'figure': offence_to_completion_mean},
            {'measure': 'offence to completion', 'average': 'median', 'unit': 'days', 'figure': offence_to_completion_median},
        ]) as figure,
    from raw.crown_court_timeliness_by_region
    where geo_level = 'region'
),

waiting as (
    select
        quarter_end,
        source_file,
        unnest([
            {'measure': 'hearings', 'average': 'mean', 'unit': 'hearings', 'figure': hearing_mean_hearings},
            {'measure': 'hearing time', 'average': 'mean', 'unit': 'hours', 'figure': hearing_mean_hours},
            {'measure': 'hearing time', 'average': 'median', 'unit': 'hours', 'figure': hearing_median_hours},
            {'measure': 'waiting time', 'average': 'mean', 'unit': 'weeks', 'figure': waiting_mean_weeks},
            {'measure': 'waiting time', 'average': 'median', 'unit': 'weeks', 'figure': waiting_median_weeks},
        ]) as figure,
    from raw.crown_court_hearing_wait
),

every as (
    select quarter_end, null::varchar as region, figure, source_file from national
    union all by name
    select quarter_end, region, figure, source_file from regional
    union all by name
    select quarter_end, null::varchar as region, figure, source_file from waiting
)

select
    quarter_end as quarter_end_date,
    region as region_name,
    figure.measure as measure,
    figure.average as average,
    figure.unit as unit,
    figure.figure as value,
    source_file,
from every
