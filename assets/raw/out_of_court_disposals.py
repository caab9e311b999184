"""Out-of-court disposals by police force area, year and quarter, as the Ministry of Justice counts.

Grain     one row per combination of quarter, police force area, sex, age, offence and disposal that
          was given to anyone
Supplier  Ministry of Justice: Criminal justice system statistics, out of court disposals data tool
Arrives   quarterly, about five months after the quarter
Rights    Open Government Licence v3.0; counts of disposals; no personal data

Disposals are cautions, penalty notices for disorder, cannabis and khat warnings, and community
resolutions. Values are numbered (`01: Caution`). A file of whole years has no quarter. Community
resolutions are counted from April 2014, and have no offence, sex or age.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "out_of_court_disposals",
    title="Out-of-court disposals",
    **source("moj_criminal_justice"),
    cadence="quarterly",
    due_days=170,
    data_to="max(last_day(make_date(year, coalesce(3 * try_cast("
    "regexp_extract(quarter, '(?:^|[^0-9])([1-4])(?:[^0-9]|$)', 1) as integer), 12), 1)))",
    columns=(
        Column("year", ("Year",), type="integer", minimum=1990, nullable=False),
        Column(
            "quarter",
            ("Quarter",),
            required=False,
            pattern=r"(?i)((19|20)\d\d )?((q|quarter) ?)?[1-4]\b.*",
            description="Calendar quarter: Q1 is January to March.",
        ),
        Column("sex", ("Sex",), required=False),
        Column("age_group", ("Age Group",), required=False),
        Column("police_force_area", ("Police Force Area", "PFA"), nullable=False),
        Column("offence_type", ("Offence Type",), required=False),
        Column("offence_group", ("Offence Group",), required=False),
        Column("offence", ("Offence",), required=False),
        Column(
            "disposal_type", ("Disposal Type", "Out of Court Disposal", "Disposal"), nullable=False
        ),
        Column(
            "disposal_count",
            ("Disposals", "Count", "Number", "Value"),
            type="bigint",
            number=True,
            minimum=0,
            unit="disposals",
            markers={"": "missing", "..": "missing", "-": "zero", "*": "suppressed"},
        ),
    ),
    partition_by=("year",),
    encodings=("utf-8", "cp1252"),
    ignore=(r"(grand )?total\b.*", r"(notes?|source|crown copyright)\b.*"),
    complete_by=("year", "police_force_area"),
)
