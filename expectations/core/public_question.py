"""What core.public_question promises: each question once, answered in time only if answered."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("question_id", "force_code", "board_date"),
    expect.no_repeats("no two rows are of the same question identifier", "question_id"),
    expect.column_values_to_match_regex("force_code", regex=r"^[EW]\d{8}$"),
    expect.no_rows(
        "what is answered in time has an answer",
        "select * from {batch} where is_answered_in_time and answered_date is null",
    ),
)
