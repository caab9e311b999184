"""The register of inspection recommendations to a force, with the dates raised and closed.

Grain     one row per recommendation and force
Supplier  HMICFRS: register of recommendations, as kept by the force's inspection lead
Arrives   monthly, the whole register, as inspection_recommendations_YYYY-MM-DD.csv
Rights    Open Government Licence v3.0; no personal data

`type` is cause of concern, recommendation or area for improvement. `date_closed` is empty while the
recommendation is open. `register_date` is the day of which the register is true, the same in every
row. Leave closed recommendations in: the count of former months is made from them.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "inspection_recommendations",
    title="Inspection recommendations",
    **source("hmicfrs_recommendations"),
    cadence="monthly",
    due_days=15,
    data_to="max(register_date)",
    columns=(
        Column(
            "recommendation_id",
            ("recommendation_id", "Recommendation ID", "Reference"),
            nullable=False,
        ),
        Column("force_name", ("force", "Force", "Police force"), nullable=False),
        Column("inspection", ("inspection", "Inspection", "Report title"), required=False),
        Column(
            "recommendation_type",
            ("type", "Recommendation type"),
            pattern=r"(?i)(causes? of concern|recommendations?|areas? for improvement|AFIs?)",
            nullable=False,
        ),
        Column(
            "raised_date",
            ("date_raised", "Date raised", "Date issued", "Publication date"),
            type="date",
            nullable=False,
        ),
        Column("closed_date", ("date_closed", "Date closed"), type="date"),
        Column("register_date", ("register_date", "Date of register"), type="date", nullable=False),
    ),
    key=("force_name", "recommendation_id"),
    partition_by=("force_name",),
    encodings=("utf-8", "cp1252"),
)
