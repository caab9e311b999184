/* metric
title = "Commissioned rehabilitative services"
definition = "Contracts, providers, prime providers, probation regions and subcontracts in the catalogue of commissioned rehabilitative services as last delivered."
source = "hmpps_interventions"
objective_id = "T1"
unit = "count"
better_when = "neither"
basis = "stock"
aggregation = "last"
population = "Contracts in the catalogue, those that have closed to referrals included"
geography = "england_and_wales"
numerator_name = "Number in the catalogue"
numerator_unit = "contract"
frequency = "snapshot_date"
breakdown = "unit"
breakdown_total = "none"
breakdown_note = "Five different things are counted: they never add up."
lag_months = 0
chart = "bars"
caveats = [
    "Counts contracts, not people referred or helped.",
    "The catalogue carries no date of its own: the date is the day the newest part of it was received.",
]
*/

with counted as (
    select 'contract' as breakdown_value, count(*)::bigint as number
    from core.commissioned_contract
    union all
    select 'prime_provider', count(distinct prime_provider_code)::bigint
    from core.commissioned_contract
    union all
    select 'provider', count(*)::bigint
    from core.commissioned_provider
    union all
    select 'region', count(*)::bigint
    from core.probation_region
    union all
    select 'subcontract', count(*)::bigint
    from core.commissioned_subcontract
),

received as (
    select
        max(received_at)::date as received_date,
        max(source_file) as source_file,
    from core.commissioned_contract
)

select
    'K04000001' as area_code,
    counted.breakdown_value,
    received.received_date as period_start_date,
    received.received_date as period_end_date,
    counted.number as numerator,
    null::bigint as denominator,
    counted.number as value,
    received.source_file as source_release,
from counted
cross join received
-- A site that received no contract has no catalogue to count.
where received.received_date is not null
    and counted.number > 0
