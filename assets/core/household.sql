-- Households in each area by year, for rates that count homes rather than people.
-- Grain: one row per area and year. A delivered estimate goes before the one that ONS printed beside its
-- rates of recorded crime.

with delivered as (
    select
        trim(replace(area_code, chr(160), ' ')) as area_code,
        household_year,
        arg_max(household_count, (received_at, source_file, source_row)) as household_count,
        arg_max(source_file, (received_at, source_file, source_row)) as source_release,
    from raw.household_estimates
    group by all
),

printed as (
    select
        force_code as area_code,
        mid_year as household_year,
        arg_max(household_count, period_end_date) as household_count,
        arg_max(source_release, period_end_date) as source_release,
    from core.published_recorded_crime
    where household_count is not null and mid_year is not null
    group by force_code, mid_year
)

select area_code, household_year, household_count, source_release from delivered

union all

select area_code, household_year, household_count, source_release
from printed
anti join delivered using (area_code, household_year)
