/* metric
title = "Duty-to-refer referrals from criminal justice"
definition = "Referrals of homelessness to district councils by prisons, youth offender institutions and teams, and probation under the duty to refer; beside it those accepted and those accommodated."
source = "duty_to_refer"
objective_id = "O3"
unit = "count"
better_when = "neither"
basis = "flow"
population = "Referrals by criminal justice bodies under the Homelessness Reduction Act 2017"
geography = "District; police force area where every one of its districts that ever sent a return sent one"
numerator_name = "Referrals"
numerator_unit = "referral"
aggregation = "sum"
frequency = "quarter"
roll_up = ["financial_year"]
breakdown = "result"
breakdown_total = "none"
breakdown_note = "The total is the referrals made; those accepted are a part of them, and those accommodated a part of those accepted."
lag_months = 4
disclosure = "people"
chart = "bars"
caveats = [
    "The duty began in October 2018: there is nothing to compare before it.",
    "A rise may be better referring, not more homelessness.",
    "Accommodated is as known on the day of the return, so recent quarters rise later.",
]
*/

with stage as (
    select
        district_code,
        force_code,
        quarter_start_date,
        quarter_end_date,
        source_file,
        unnest([
            {'part': null, 'number': referral_count, 'why': referral_count_state},
            {'part': 'Accepted', 'number': accepted_count, 'why': accepted_count_state},
            {'part': 'Accommodated', 'number': accommodated_count, 'why': accommodated_count_state},
        ], recursive := true),
    from core.duty_to_refer
),

reporting as (
    select force_code, count(distinct district_code) as district_count
    from stage
    group by force_code
),

figure as (
    select
        district_code as area_code,
        part,
        quarter_start_date,
        quarter_end_date,
        number,
        coalesce(why, 'missing') as why,
        source_file,
    from stage

    union all by name

    select
        stage.force_code as area_code,
        stage.part,
        stage.quarter_start_date,
        stage.quarter_end_date,
        case
            when count(stage.number) = any_value(reporting.district_count)
                then sum(stage.number)::bigint
        end as number,
        case when bool_or(stage.why = 'suppressed') then 'suppressed' else 'missing' end as why,
        max(stage.source_file) as source_file,
    from stage
    inner join reporting using (force_code)
    group by stage.force_code, stage.part, stage.quarter_start_date, stage.quarter_end_date
)

select
    area_code,
    part as breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    number as numerator,
    null::bigint as denominator,
    number as value,
    case when number is null then why end as state,
    case
        when number is not null then null
        when why = 'suppressed' then 'Suppressed: too few people.'
        else 'A district did not give this figure.'
    end as reason,
    source_file as source_release,
from figure
