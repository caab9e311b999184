"""Crime data integrity: how many of the crimes reported to a force an inspection found recorded.

Grain     one row per force, inspection and group of crime (all crime, violence, sexual offences)
Supplier  His Majesty's Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)
Arrives   irregularly, after an inspection; copied from the published report by the force registrar
Rights    Open Government Licence v3.0; counts of a sample of reports; no personal data

`audited_count` counts the reports of crime in the sample that should have been recorded;
`recorded_count` those that were; `margin_points` is the report's own margin of error in percentage
points at 95 %. Copy `recording_rate_percent` where the report prints one. Earlier inspections stay in
the file; a later delivery replaces a force's inspection.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "crime_recording_audits",
    title="Crime data integrity inspections",
    **source("hmicfrs_data_integrity"),
    cadence="irregular",
    due_days=0,
    data_to="max(inspection_date)",
    columns=(
        Column("force_name", ("force", "force_name", "Police force"), nullable=False),
        Column(
            "inspection_date",
            ("inspection_date", "Inspection date", "Date of inspection"),
            type="date",
            nullable=False,
        ),
        Column("crime_group", ("crime_group", "Crime type", "Offence group"), nullable=False),
        Column(
            "audited_count",
            ("audited", "audited_count", "Reported crimes audited"),
            type="integer",
            number=True,
            minimum=0,
            nullable=False,
            unit="crimes",
        ),
        Column(
            "recorded_count",
            ("recorded", "recorded_count", "Crimes recorded"),
            type="integer",
            number=True,
            minimum=0,
            nullable=False,
            unit="crimes",
        ),
        Column(
            "margin_points",
            ("margin", "margin_points", r"re:(confidence interval|margin).*"),
            type="double",
            number=True,
            minimum=0,
            unit="percentage points",
        ),
        Column(
            "recording_rate_percent",
            ("recording_rate_percent", "Recording rate", r"re:recording (rate|accuracy).*%.*"),
            type="double",
            number=True,
            minimum=0,
            required=False,
            unit="percent",
        ),
    ),
    key=("force_name", "inspection_date", "crime_group"),
    partition_by=("force_name", "inspection_date"),
    encodings=("utf-8", "cp1252"),
)
