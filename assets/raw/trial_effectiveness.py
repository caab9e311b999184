"""Trials at magistrates' courts and the Crown Court: effective, cracked, ineffective or vacated.

Grain     one row per quarter, court, offence group, result and reason
Supplier  Ministry of Justice: Criminal court statistics quarterly, trial effectiveness
Arrives   quarterly, about three months after the quarter, one file for each kind of court
Rights    Open Government Licence v3.0; counts of trials; no personal data

A blank value is nought. Vacated trials (`4. Vacated trial`, so spelled) were taken off the list
before the day and are no part of the trials listed. The two files have one header, and names of
courts are shared, so only a file's name (or folder) tells which kind of court it is about: it must
say `magistrates` or `crown` (the publisher's `trial_2020Q4.csv` is the Crown Court's). A file whose
name says neither is not read.
"""

from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import table_below_notes

RESULT = r"(?i)(\d+ *[:.] *)?(effective|cracked|ineffective|vacated)( trials?)?"
QUARTER = r"(?i)((19|20)\d\d )?((q|quarter) ?)?[1-4]\b.*"
MAGISTRATES = (r".*mag.*\.csv",)
CROWN = (r"(?!.*mag).*crown.*\.csv", r"(?!.*mag)(.*/)?(trials?_?\d{4}_?q\d|cc[-_ ]).*\.csv")

COLUMNS = (
    Column("year", type="integer", minimum=1990, nullable=False),
    Column("quarter", pattern=QUARTER, nullable=False),
    Column("region", required=False),
    Column("lcjb", ("lcjb", "lcjb area", "lcjb_area"), nullable=False),
    Column("court", ("court", "court_name", "court name", "lja"), required=False),
    Column("offence_group", ("offence_group", "offence group"), required=False),
    Column(
        "trial_effectiveness",
        ("trial_effectiveness", "trial effectiveness"),
        pattern=RESULT,
        nullable=False,
    ),
    Column("reason", required=False),
    Column(
        "trial_count",
        ("value", "count", "trials"),
        type="bigint",
        number=True,
        minimum=0,
        unit="trials",
        markers={"": "zero", "NA": "zero", "-": "zero", "..": "missing"},
    ),
)


def read_trials(path: Path) -> Records:
    """Read a file of trials; lines of notes may stand above its header."""
    return table_below_notes(path, "year", "quarter")


def _layout(table: str, patterns: tuple[str, ...]) -> Layout:
    return Layout(
        table=table,
        columns=COLUMNS,
        file_patterns=patterns,
        partition_by=("year", "quarter"),
        ignore=(r"(grand )?total\b.*", r"(notes?|source|crown copyright)\b.*"),
        reader=read_trials,
    )


FEED = Feed(
    feed_id="trial_effectiveness",
    title="Trial effectiveness",
    **source("moj_criminal_courts", owner="criminal_justice_board"),
    cadence="quarterly",
    due_days=100,
    data_to=(
        "max(last_day(make_date(year, "
        "3 * regexp_extract(quarter, '(?:^|[^0-9])([1-4])(?:[^0-9]|$)', 1)::integer, 1)))"
    ),
    layouts=(
        _layout("trial_effectiveness_magistrates", MAGISTRATES),
        _layout("trial_effectiveness_crown", CROWN),
    ),
)
