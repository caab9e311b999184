"""What raw.public_questions promises: each question once, raised before it is answered."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("no two rows are of the same question identifier", "question_id"),
    expect.no_rows(
        "a question is raised before its board and before its answer",
        "select * from {batch} where board_date < raised_date or answered_date < raised_date",
    ),
    expect.no_rows(
        "no answer is given after the day of the register",
        "select * from {batch} where answered_date > register_date",
    ),
)
