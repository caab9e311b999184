"""Questions of the public put to the Chief Constable at the board, and when they were answered.

Grain     one row per question
Supplier  the office's own question register
Arrives   monthly, the whole register
Rights    OFFICIAL; no names and no text of the questions

`board_date` is the first board after the question was raised, by which it should be answered;
`answered_date` is empty while it is not. `register_date` is the day of which the register is true, the
same in every row. Do not send who asked or what: a file with such columns is read without them.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "public_questions",
    title="Questions of the public",
    **source("question_register"),
    cadence="monthly",
    due_days=15,
    data_to="max(register_date)",
    columns=(
        Column("question_id", nullable=False),
        Column("area_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("raised_date", type="date", nullable=False),
        Column("board_date", type="date", nullable=False),
        Column("answered_date", type="date"),
        Column("register_date", type="date", nullable=False),
    ),
    file_patterns=(r".*question.*\.csv",),
    key=("question_id",),
    partition_by=("area_code",),
)
