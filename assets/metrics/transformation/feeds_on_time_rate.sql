/* metric
title = "Feeds on time"
definition = "Feeds whose newest delivery has come by its due date, as a percentage of the feeds that have a due date, on the night of the snapshot."
source = "own_nights"
objective_id = "T2"
priority_id = "T2.1"
unit = "percent"
better_when = "higher"
population = "Feeds of this system that have a due date"
numerator_name = "Feeds on time"
numerator_unit = "feed"
denominator_name = "Feeds with a due date"
denominator_unit = "feed"
caveats = [
    "On time says that something came, not that it was whole or right: rejected rows and broken promises are told apart.",
    "Begins with the first night that was published here.",
]
*/

select
    area_code,
    business_date as period_start_date,
    business_date as period_end_date,
    count(*) filter (where due_date >= business_date and state in ('on_time', 'partly_rejected'))::bigint as numerator,
    count(*)::bigint as denominator,
    100.0 * numerator / denominator as value,
from quality.night_feed
group by area_code, business_date
