"""Victim satisfaction survey: every person asked, and what those who answered said.

Grain     one row per person asked, under a pseudonymous reference of the survey's own
Supplier  the force's survey team
Arrives   quarterly, within thirty days of the quarter's end, as victim_survey_YYYY-MM.csv
Rights    OFFICIAL; pseudonymous, no names, addresses or crime references; publish rates only

`satisfaction` is the answer to the whole-experience question: completely, very or fairly satisfied,
neither, fairly, very or completely dissatisfied. Leave it empty for a person who was asked and did
not answer, so that the response rate is known; write `do not know` for an answer that is none.
Leave out any column that could name a person: a file with more columns is read without them. A
quarter that is delivered again, whole, replaces the quarter.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

ANSWERS = (
    "completely satisfied",
    "very satisfied",
    "fairly satisfied",
    "neither satisfied nor dissatisfied",
    "fairly dissatisfied",
    "very dissatisfied",
    "completely dissatisfied",
    "do not know",
)

FEED = feed_of_one_table(
    "victim_survey",
    title="Victim satisfaction survey",
    **source("victim_survey"),
    cadence="quarterly",
    due_days=30,
    data_to="(max(quarter_start_date) + interval 3 month - interval 1 day)::date",
    columns=(
        Column("response_id", nullable=False, sensitive=True),
        Column("area_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("quarter_start_date", type="date", nullable=False),
        Column("is_domestic_abuse", type="boolean", nullable=False),
        Column("satisfaction", values=ANSWERS),
    ),
    file_patterns=(r".*victim.*survey.*\.csv",),
    key=("response_id",),
    partition_by=("quarter_start_date", "area_code"),
    complete_by=("quarter_start_date", "area_code"),
)
