"""Households living in each area, for rates that count homes rather than people.

Grain     one row per area (district, partnership or police force) and year
Supplier  Office for National Statistics: household estimates, or the office's own extract of them
Arrives   yearly, about a year after the year it is about
Rights    Open Government Licence v3.0; no personal data

The ONS police force area tables (P3) give a force's households too, rounded to hundreds: a figure
delivered here goes before one of theirs. An area that is not delivered has no rate by household.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "household_estimates",
    title="Household estimates",
    **source("ons_households"),
    cadence="annual",
    due_days=400,
    data_to="make_date(max(household_year)::integer, 6, 30)",
    reference=True,
    columns=(
        Column(
            "area_code",
            ("area_code", "Area code", "code", r"re:(lad|ltla|csp|pfa)(code)?\d\d(cd)?"),
            pattern=r"[EWKNX]\d{8}[\s\x{00A0}]*",
            nullable=False,
        ),
        Column("area_name", ("area_name", "Area name", "name"), required=False),
        Column("household_year", ("year",), type="integer", minimum=1801, nullable=False),
        Column(
            "household_count",
            ("households", "Number of households", "Household estimate"),
            type="bigint",
            number=True,
            minimum=0,
            nullable=False,
            unit="households",
        ),
    ),
    file_patterns=(r".*household.*\.csv",),
    key=("area_code", "household_year"),
    partition_by=("source_file",),
)
