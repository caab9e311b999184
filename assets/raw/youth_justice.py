"""Children cautioned or sentenced, by local authority, exactly as published.

Grain     one row per area, financial year, indicator and measure (a count, or a rate per 10,000)
Supplier  Youth Justice Board: Youth justice statistics, as gathered by local intelligence teams
Arrives   yearly, about ten months after the financial year
Rights    Open Government Licence v3.0; counts of children by upper-tier area; no personal data

Cambridgeshire here is the county, E10000003: Peterborough is not in it, unlike the force area.
Editions differ in which areas they compare, so an area's year is what a later edition replaces.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

MARKERS = {
    "": "missing", "NA": "missing", "N/A": "missing", "..": "missing", "-": "zero",
    "*": "suppressed", "[c]": "suppressed", "[x]": "missing", "[z]": "not_applicable",
}  # fmt: skip

FEED = feed_of_one_table(
    "youth_justice",
    title="Children cautioned or sentenced",
    **source("youth_justice"),
    cadence="annual",
    due_days=330,
    data_to="make_date(try_cast(left(max(period), 4) as integer) + 1, 3, 31)",
    columns=(
        Column("area_code", pattern=r"[EWKNS]\d{8}", nullable=False),
        Column("area_name", nullable=False),
        Column("area_type", required=False),
        Column(
            "period",
            pattern=r"(19|20)\d\d[/-](20)?\d\d",
            nullable=False,
            description="Financial year, as 2018/19.",
        ),
        Column("indicator", nullable=False),
        Column("measure", nullable=False),
        Column("unit", required=False),
        Column("value", type="double", number=True, markers=MARKERS, keeps_state=True, minimum=0),
        Column("compared_to", (r"re:compared[_ ]to[_ ].*",), required=False),
        Column("inequality", required=False),
    ),
    key=("area_code", "period", "indicator", "measure"),
    partition_by=("area_code", "indicator", "period"),
    ignore=(r"(notes?|source)\b.*",),
)
