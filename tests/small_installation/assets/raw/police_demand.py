"""Incidents by day: the one feed of the small installation that tests of nights run on.

Grain     one row per police force area, day and type of demand
Supplier  the force's demand hub
"""

from pipelines.contract.feed import Column, Feed, Layout

FEED = Feed(
    feed_id="police_demand",
    title="Daily police demand",
    supplier="Constabulary demand hub",
    owner="Performance analyst, OPCC",
    cadence="monthly",
    due_days=20,
    rights="OFFICIAL; aggregate counts supplied by the force for publication",
    data_to="max(demand_date)",
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
