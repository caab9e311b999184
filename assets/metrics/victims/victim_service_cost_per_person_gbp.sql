/* metric
title = "Grant-funded victims' services: cost per person supported"
definition = "Grant paid in the financial year for awards to victims' services, divided by the people whom those services supported in the year."
objective_id = "V2"
priority_id = "V2.1"
unit = "gbp_each"
better_when = "neither"
basis = "flow"
aggregation = "none"
population = "Awards to victims' services whose recipients returned what they delivered"
geography = "force"
numerator_name = "Grant paid"
numerator_unit = "gbp"
denominator_name = "People supported"
denominator_unit = "person"
frequency = "financial_year"
breakdown = "service"
breakdown_total = "none"
breakdown_note = "A person helped by two services is counted in each."
lag_months = 2
publisher = "Grants ledger of the office and recipients' returns"
owner = "commissioning"
disclosure = "people"
chart = "dots"
context_only = true
caveats = [
    "Not a league table: services differ in how severe the harm is and how long help lasts.",
    "The grant is often a part of a service's money, so this is not its whole cost.",
]
*/

with supported as (
    select
        award_id,
        any_value(area_code) as area_code,
        any_value(service) as service,
        make_date(year(period_start_date - to_months(3)), 4, 1) as year_start_date,
        (year_start_date + interval 1 year - interval 1 day)::date as year_end_date,
        max(period_end_date) as returned_to_date,
        sum(people_supported_count)::bigint as people_count,
        max(source_file) as source_file,
    from core.grant_return
    where theme = 'victims'
        and area_code is not null
        and people_supported_count is not null
    group by award_id, year_start_date
),

-- Money paid after the last return is for people who have not been counted yet.
both_known as (
    select
        supported.award_id,
        supported.area_code,
        supported.service,
        supported.year_start_date,
        supported.year_end_date,
        supported.returned_to_date,
        supported.people_count,
        supported.source_file,
        sum(payment.amount_gbp) as paid_gbp,
    from supported
    inner join core.grant_payment as payment
        on supported.award_id = payment.award_id
        and payment.payment_date
            between supported.year_start_date
            and least(supported.returned_to_date, supported.year_end_date)
    group by all
)

select
    area_code,
    year_start_date as period_start_date,
    max(year_end_date) as period_end_date,
    service as breakdown_value,
    sum(paid_gbp)::double as numerator,
    sum(people_count)::bigint as denominator,
    numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when max(returned_to_date) < max(year_end_date) then 'provisional'
    end as state,
    case
        when denominator = 0 then 'no one was supported in this year'
        when max(returned_to_date) < max(year_end_date)
            then 'payments and people to ' || strftime(max(returned_to_date), '%-d %B %Y')
    end as reason,
    max(source_file) as source_release,
from both_known
group by grouping sets ((area_code, year_start_date, service), (area_code, year_start_date))
