-- Questions of the public to the Chief Constable, and whether the next board had the answer.
-- Grain: one row per question. is_due is false while the board is still to come.

select
    question_id,
    area_code as force_code,
    raised_date,
    board_date,
    answered_date,
    register_date,
    board_date <= register_date as is_due,
    coalesce(answered_date <= board_date, false) as is_answered_in_time,
    source_file,
from raw.public_questions
