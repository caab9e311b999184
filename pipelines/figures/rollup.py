"""Rolls every metric up: totals, longer periods, intervals, states; sums, never averages of rates."""

import datetime as dt

import duckdb

from pipelines.catalogue.metric_shape import METRIC_COLUMNS
from pipelines.catalogue.metrics import Metric
from pipelines.figures.larger_areas import add_larger_areas

MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "financial_year": 12, "calendar_year": 12}

STARTS = {
    "month": "date_trunc('month', period_start_date)::date",
    "quarter": "date_trunc('quarter', period_start_date)::date",
    "half_year": "(date_trunc('year', period_start_date - interval 3 month) + to_months("
    "case when month(period_start_date - interval 3 month) > 6 then 9 else 3 end))::date",
    "calendar_year": "date_trunc('year', period_start_date)::date",
    "financial_year": "(date_trunc('year', period_start_date - interval 3 month) "
    "+ interval 3 month)::date",
}
DECIDED = ("gbp", "award", "contract", "milestone", "recommendation", "feed", "measure", "figure")
Z = 1.959964  # two-sided 95 % point of the standard normal distribution

# Wilson (1927), Journal of the American Statistical Association 22: 209-212.
_WILSON = """
    100.0 * (p + {z2} / (2 * d) {sign} {z} * sqrt(p * (1 - p) / d + {z2} / (4 * d * d)))
    / (1 + {z2} / d)"""
# Byar's approximation to the exact Poisson limits: Breslow and Day (1987), vol. II, p. 69.
_BYAR = {
    "lower": "n * pow(1 - 1 / (9 * n) - {z} / (3 * sqrt(n)), 3)",
    "upper": "(n + 1) * pow(1 - 1 / (9 * (n + 1)) + {z} / (3 * sqrt(n + 1)), 3)",
}


def roll_up(connection: duckdb.DuckDBPyConnection, metrics: list[Metric]) -> None:
    """Fill the temp table `observed` from the metrics' base tables.

    Grain: one row per metric, area, breakdown value, period type and period.
    """
    connection.execute(_RULES)
    connection.executemany(
        "insert into metric_rule values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                metric.metric_id, metric.breakdown or None,
                bool(metric.breakdown) and metric.breakdown_total == "sum", metric.factor,
                metric.unit, metric.partial, metric.frequency, metric.provisional_months,
                metric.maturity_months, metric.aggregation == "last",
                MONTHS_IN.get(metric.frequency, 0), _varies_by_chance(metric),
            ]
            for metric in metrics
        ] or [[None] * 12],
    )  # fmt: skip
    columns = ", ".join(METRIC_COLUMNS)
    union = " union all ".join(
        f"select '{metric.metric_id}' as metric_id, {columns} from metrics.{metric.metric_id}"
        for metric in metrics
    )
    empty = ", ".join(f"null::{kind} as {name}" for name, kind in METRIC_COLUMNS.items())
    union = union or f"select null::varchar as metric_id, {empty} where false"
    connection.execute(
        f"""create or replace temp table base as
            select b.*, case when b.breakdown_value is not null then r.breakdown end as breakdown
            from ({union}) as b join metric_rule as r using (metric_id)"""
    )
    connection.execute(_TOTALS)
    add_larger_areas(connection, [metric.metric_id for metric in metrics if metric.area_roll_up])
    connection.execute(_GAPS)
    connection.execute(
        "create or replace temp table longer_rule (metric_id varchar, longer_type varchar)"
    )
    connection.executemany(
        "insert into longer_rule values (?, ?)",
        [[metric.metric_id, longer] for metric in metrics for longer in metric.roll_up]
        or [[None, None]],
    )
    connection.execute(_LONGER)
    connection.execute(_OBSERVED)


def _varies_by_chance(metric: Metric) -> bool:
    """Say whether an interval is due: money, stocks and decisions of an office are what they are."""
    return metric.numerator_unit not in DECIDED and metric.basis not in ("stock", "estimate")


_RULES = """
create or replace temp table metric_rule (
    metric_id varchar, breakdown varchar, total_by_sum boolean, factor double, unit varchar,
    partial varchar, frequency varchar, provisional_months integer, maturity_months integer,
    takes_last boolean, base_months integer, may_have_interval boolean
)
"""

_TOTALS = """
insert into base by name
select metric_id, area_code, period_type, period_start_date, period_end_date,
    sum(numerator) as numerator, sum(denominator) as denominator,
    any_value(state) filter (state is not null) as state,
    max(source_release) as source_release
from base join metric_rule as r using (metric_id)
where r.total_by_sum
    and (metric_id, area_code, period_type, period_start_date) not in (
        select (metric_id, area_code, period_type, period_start_date)
        from base where breakdown_value is null
    )
group by all
"""

# A period between the first and the last of a series that has no row is missing, not zero.
_GAPS = """
insert into base by name
with series as (
    select metric_id, area_code, b.breakdown, breakdown_value, period_type,
        min(period_start_date) as first_start, max(period_start_date) as last_start,
        any_value(r.base_months) as months,
    from base as b join metric_rule as r using (metric_id)
    where period_type = r.frequency and r.base_months > 0
        and (breakdown_value is null or not r.total_by_sum)
    group by all
),
expected as (
    select * exclude (first_start, last_start),
        unnest(range(first_start, last_start + interval 1 day, to_months(months::integer)))::date
            as period_start_date,
    from series
)
select e.* exclude (months),
    (e.period_start_date + to_months(months::integer) - interval 1 day)::date as period_end_date,
    'missing' as state, 'nothing was delivered for this period' as reason,
from expected as e
where not exists (
    from base as b
    where b.metric_id = e.metric_id and b.area_code = e.area_code
        and b.breakdown_value is not distinct from e.breakdown_value
        and b.period_type = e.period_type and b.period_start_date = e.period_start_date
)
"""

# Each base period lies in one window of each longer kind; in several where windows slide: a year
# ending, and a financial year to date, end with every base period. A part with no row in a period
# that has a total was zero there, so the total says how whole a part's window is. A stock is not
# summed: the window has its last base period's figure, and is whole where that one is present.
_LONGER = f"""
create or replace temp table longer as
with present as (
    select b.*, longer_type, base_months, total_by_sum, takes_last,
        (value is not null or numerator is not null) as is_present,
        max(period_end_date) over (partition by metric_id, area_code, longer_type) as last_end,
        min(period_start_date) over series as first_start,
        max(period_end_date) over series as series_end,
    from base as b
    join metric_rule as r using (metric_id)
    join longer_rule using (metric_id)
    window series as (partition by metric_id, area_code, breakdown_value, longer_type)
),
known as (
    select *, bool_or(is_present) filter (not total_by_sum or breakdown_value is null) over (
        partition by metric_id, longer_type, area_code, period_start_date,
            case when not total_by_sum then breakdown_value end
    ) as counts_as_present
    from present
),
ending as (
    select * exclude (ends), unnest(ends) as window_end,
    from (
        select *,
            case
                when longer_type in ('year_ending', 'financial_year_to_date') then [
                    (period_start_date + to_months((n * base_months)::integer)
                        - interval 1 day)::date
                    for n in range(1, 12 // base_months + 1)
                ]
                else [period_end_date]
            end as ends,
        from known
    )
),
placed as (
    select *,
        case longer_type
            when 'to_date' then first_start
            when 'year_ending' then (window_end + interval 1 day - interval 12 month)::date
            when 'quarter' then {STARTS["quarter"]}
            when 'month' then {STARTS["month"]}
            when 'calendar_year' then {STARTS["calendar_year"]}
            else {STARTS["financial_year"]}
        end as window_start,
    from ending
),
windows as (
    select * exclude (window_end),
        case
            when longer_type in ('year_ending', 'financial_year_to_date') then window_end
            when longer_type = 'to_date' then series_end
            else (
                window_start
                + to_months(case longer_type when 'month' then 1 when 'quarter' then 3 else 12 end)
                - interval 1 day
            )::date
        end as window_end,
    from placed
    where longer_type not in ('year_ending', 'financial_year_to_date')
        or (window_end <= last_end and (
            longer_type = 'year_ending'
            or window_end < window_start + interval 12 month
        ))
),
summed as (
    select metric_id, area_code, breakdown, breakdown_value, longer_type as period_type,
        window_start as period_start_date, window_end as period_end_date,
        any_value(takes_last) as takes_last, any_value(total_by_sum) as total_by_sum,
        case when any_value(takes_last) then arg_max(numerator, period_end_date)
            else sum(numerator) end as numerator,
        case
            when any_value(takes_last) then arg_max(denominator, period_end_date)
            when longer_type = 'day_average' then date_diff('day', window_start, window_end) + 1
            else sum(denominator)
        end as denominator,
        case when any_value(takes_last) then arg_max(value, period_end_date) end as value,
        max(source_release) as source_release,
        min(state) filter (state in ('provisional', 'immature')) as state,
        case
            when any_value(takes_last)
                then (max(period_end_date) filter (is_present) = window_end)::integer
            else count(distinct period_start_date) filter (counts_as_present)
        end::integer as present,
        case
            when any_value(takes_last) then 1
            when longer_type = 'to_date' then present
            else (date_diff('month', window_start, window_end) + 1) // any_value(base_months)
        end::integer as periods_expected,
    from windows
    group by metric_id, area_code, breakdown, breakdown_value, longer_type, window_start, window_end
)
select * exclude (present, takes_last, total_by_sum),
    case
        when total_by_sum and not takes_last
            then coalesce(max(present) filter (breakdown_value is null) over (
                partition by metric_id, area_code, period_type, period_start_date, period_end_date
            ), present)
        else coalesce(present, 0)
    end as periods_present,
from summed
"""

_OBSERVED = f"""
create or replace temp table observed as
with every as (
    select *, null::integer as periods_present, null::integer as periods_expected from base
    union all by name
    select * from longer
),
judged as (
    select e.* exclude (state, reason, value, lower, upper), r.factor, r.unit, r.partial,
        r.may_have_interval, e.value as given, e.lower as given_lower, e.upper as given_upper,
        coalesce(periods_present < periods_expected, false) as is_part,
        e.state as said, e.reason as why,
        e.period_end_date > (
            max(e.period_end_date) over (partition by metric_id, e.period_type)
            - to_months(r.provisional_months)
        ) and r.provisional_months > 0 as is_recent,
        r.maturity_months > 0 and e.period_end_date > (
            max(e.period_end_date) filter (e.numerator is not null or e.value is not null)
                over (partition by metric_id)
            - to_months(r.maturity_months)
        ) as is_young,
    from every as e join metric_rule as r using (metric_id)
),
valued as (
    select * exclude (numerator, denominator),
        case when said = 'suppressed' or (is_part and partial = 'missing') then null
            else numerator end as numerator,
        case when said = 'suppressed' or (is_part and partial = 'missing') then null
            else denominator end as denominator,
        case
            when is_part and partial = 'missing' then null
            when said in ('missing', 'suppressed', 'not_applicable', 'not_due', 'withheld') then null
            when period_type = 'day_average' and unit in ('count', 'people', 'gbp')
                then numerator / denominator
            when denominator is not null then factor * numerator / nullif(denominator, 0)
            else coalesce(given, numerator)
        end as value,
    from judged
),
parts as (
    select *, numerator as n, denominator as d, numerator / nullif(denominator, 0) as p,
        may_have_interval and unit = 'percent' and numerator between 0 and denominator as is_share,
        may_have_interval and (unit like 'per_1%' or unit = 'per_day') and numerator >= 0
            and denominator > 0 as is_rate,
        may_have_interval and unit in ('count', 'people') and numerator >= 0
            and value = numerator as is_count,
    from valued
)
select metric_id, area_code, breakdown, breakdown_value, period_type, period_start_date,
    period_end_date, numerator, denominator, value,
    case
        when given_lower is not null or given_upper is not null then given_lower
        when is_share and d > 0 then {_WILSON.format(sign="-", z=Z, z2=Z * Z)}
        when is_rate and n > 0 then factor * ({_BYAR["lower"].format(z=Z)}) / d
        when is_count and n > 0 then {_BYAR["lower"].format(z=Z)}
        when is_rate or is_count then 0
    end as lower,
    case
        when given_lower is not null or given_upper is not null then given_upper
        when is_share and d > 0 then {_WILSON.format(sign="+", z=Z, z2=Z * Z)}
        when is_rate then factor * ({_BYAR["upper"].format(z=Z)}) / d
        when is_count then {_BYAR["upper"].format(z=Z)}
    end as upper,
    case
        when value is null then coalesce(nullif(said, 'provisional'), 'missing')
        when said is not null then said
        when is_young then 'immature'
        when is_part or is_recent then 'provisional'
        else 'final'
    end as state,
    source_release, periods_present, periods_expected,
    case
        when why is not null then why
        when is_part then format('{{}} of {{}} periods are present', periods_present, periods_expected)
        when value is null and denominator = 0 then 'nothing to divide by: the denominator is zero'
    end as reason,
from parts
"""


def withheld_periods(
    connection: duckdb.DuckDBPyConnection,
    metric: Metric,
    reason: str,
    business_date: dt.date,
    force_code: str,
) -> None:
    """Add the periods that should have come by now, had the metric not been withheld."""
    months = MONTHS_IN.get(metric.frequency)
    if months is None:
        return
    kind = metric.frequency
    start = STARTS[kind].replace("period_start_date", "due")
    connection.execute(
        f"""
        insert into observed by name
        with edge as (
            select (date ? - to_months(? + {months}))::date as due
        ),
        last as (
            select area_code, max(period_start_date) as last_start from observed
            where metric_id = ? and period_type = ? and breakdown_value is null
            group by all
            union all
            select ?, null where not exists (from observed where metric_id = ?)
        ),
        expected as (
            select area_code, unnest(range(
                coalesce(last_start + to_months({months}), {start}), {start} + interval 1 day,
                to_months({months})
            ))::date as period_start_date
            from last, edge
        )
        select ? as metric_id, area_code, ? as period_type, period_start_date,
            (period_start_date + to_months({months}) - interval 1 day)::date as period_end_date,
            'withheld' as state, ? as reason,
        from expected
        """.replace("date ?", "?::date"),
        [
            business_date, metric.lag_months, metric.metric_id, kind, force_code,
            metric.metric_id, metric.metric_id, kind, reason,
        ],
    )  # fmt: skip
