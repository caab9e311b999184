"""The force's daily demand: calls, incidents, crimes and arrests counted by day.

Grain     one row per police force area, day and type of demand; a day without any is written as 0
Supplier  the force's demand hub
Arrives   monthly, by the twentieth day of the next month, as police_demand_YYYY-MM.csv
Rights    OFFICIAL; counts only, no personal data; may be published

Types overlap (theft from vehicle lies within theft, domestic incidents within incidents): never
add them up. A day that is not delivered is a day not known, never a day without demand.
"""

from pipelines.contract import Column, Feed, Layout

FEED = Feed(
    feed_id="police_demand",
    title="Daily police demand",
    supplier="Constabulary demand hub",
    owner="Performance analyst, OPCC",
    cadence="monthly",
    due_days=20,
    rights="OFFICIAL; aggregate counts supplied by the force for publication",
    data_to="max(demand_date)",
    doc=__doc__,
    layouts=(
        Layout(
            table="police_demand",
            columns=(
                Column("demand_date", ("date",), type="date", nullable=False),
                Column("area_code", ("area_code",), pattern=r"[EWX]\d{8}", nullable=False),
                Column("demand_type", ("demand_type",), pattern=r"[a-z0-9_]+", nullable=False),
                Column("demand_count", ("count",), type="bigint", minimum=0, nullable=False),
            ),
            file_patterns=(r".*demand.*\.csv",),
            key=("demand_date", "area_code", "demand_type"),
            partition_by=("demand_date", "area_code"),
        ),
    ),
)
