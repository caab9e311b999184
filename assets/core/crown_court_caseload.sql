-- Crown Court receipts, disposals and open caseload of England and Wales.
-- Grain: one row per quarter end.

with age as (
    select
        quarter_end,
        valid_cases,
        open_one_year_plus,
    from raw.crown_court_case_age_summary
)

select
    'K04000001' as area_code,
    trajectory.quarter_end as quarter_end_date,
    trajectory.receipts as receipt_count,
    trajectory.disposals as disposal_count,
    trajectory.open_cases as open_count,
    -- Ages are known for fewer cases than are open, so the share needs its own denominator.
    age.valid_cases as open_of_known_age_count,
    age.open_one_year_plus as open_one_year_plus_count,
    trajectory.source_file,
from raw.crown_court_trajectory as trajectory
left join age using (quarter_end)
