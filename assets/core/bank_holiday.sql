-- Bank holidays. Grain: one row per division of the United Kingdom and day.

select
    division,
    holiday_date,
    holiday_year,
    string_agg(title, '; ' order by title) as title,
    max(nullif(notes, '')) as notes,
from raw.bank_holidays
group by division, holiday_date, holiday_year
