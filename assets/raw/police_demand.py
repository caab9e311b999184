"""The force's daily demand: calls, incidents, crimes and arrests counted by day.

Grain     one row per police force area, day and type of demand, and per partnership where given;
          a day without any is written as 0
Supplier  the force's demand hub
Arrives   monthly, by the twentieth day of the next month, as police_demand_YYYY-MM.csv
Rights    OFFICIAL; counts only, no personal data; may be published

Types overlap (theft from vehicle lies within theft, domestic incidents within incidents): never
add them up. A day that is not delivered is a day not known, never a day without demand. A row with
a csp_code is a part of the force's row of that day and type, which is sent as well. Answer times, in
seconds, belong to the rows emergency_call and non_emergency_call, and are of answered calls alone.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

TYPES = (
    "emergency_call", "emergency_call_answered_within_10_seconds", "non_emergency_call",
    "non_emergency_call_abandoned", "incident", "domestic_incident", "mental_health_incident",
    "antisocial_behaviour_incident", "missing_person", "crime", "dwelling_burglary", "theft",
    "theft_from_vehicle", "robbery", "violence", "arrest", "breath_test",
    "road_collision_with_casualty"
)  # fmt: skip

FEED = feed_of_one_table(
    "police_demand",
    title="Daily police demand",
    **source("demand_hub"),
    cadence="monthly",
    due_days=20,
    data_to="max(demand_date)",
    columns=(
        Column("demand_date", ("date",), type="date", nullable=False),
        Column("area_code", pattern=r"[EWX]\d{8}", nullable=False),
        Column(
            "demand_type",
            pattern=r"[a-z0-9_]+",
            nullable=False,
            description="What is counted: " + ", ".join(TYPES) + ".",
        ),
        Column("demand_count", ("count",), type="bigint", minimum=0, nullable=False),
        Column("csp_code", pattern=r"[EWX]\d{8}", required=False),
        *(
            Column(
                f"{name}_answer_seconds",
                (f"{name}_answer_seconds",),
                type="double",
                minimum=0,
                required=False,
                unit="seconds",
                description=f"The {name} time to answer, of the calls answered that day.",
            )
            for name in ("mean", "median")
        ),
    ),
    file_patterns=(r".*demand.*\.csv",),
    key=("demand_date", "area_code", "csp_code", "demand_type"),
    partition_by=("demand_date", "area_code"),
)
