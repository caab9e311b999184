"""Drug treatment: who engages in the community after leaving prison, by upper-tier local authority.

Grain     one row per indicator, area and period, and per sex, age and category where those come
Supplier  Office for Health Improvement and Disparities: Fingertips (Public Health Outcomes Framework)
Arrives   yearly, about six months after the period
Rights    Open Government Licence v3.0; small counts come with their published interval

Fingertips downloads hold whatever indicators were asked for; the core table keeps those about
engagement with treatment after prison (C20). Value is per cent and its limits are the publisher's;
`Count` and `Denominator` may be blank where they are small. Rows of one sex or of a category
(deprivation tenths, say) stand beside the rows of all people.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

MARKERS = {"": "missing", "-": "missing", "..": "missing", "*": "suppressed", "[c]": "suppressed",
           "NA": "missing"}  # fmt: skip


def _number(name: str, *headers: str, required: bool = True, state: bool = False) -> Column:
    return Column(
        name,
        headers,
        type="double",
        number=True,
        minimum=0,
        required=required,
        markers=MARKERS,
        keeps_state=state,
    )


FEED = feed_of_one_table(
    "drug_treatment",
    title="Drug treatment after prison",
    **source("public_health_outcomes"),
    cadence="annual",
    due_days=200,
    data_to="max(case when time_period like '%/%' then make_date(left(time_period, 4)::integer + 1, 3, "
    "31) else make_date(left(time_period, 4)::integer, 12, 31) end)",
    columns=(
        Column("indicator_id", ("Indicator ID",), type="integer", nullable=False),
        Column("indicator_name", ("Indicator Name",), nullable=False),
        Column("area_code", ("Area Code",), pattern=r"[A-Z]\d{8}", nullable=False),
        Column("area_name", ("Area Name",), nullable=False),
        Column("area_type", ("Area Type",), required=False),
        Column("sex", ("Sex",), required=False),
        Column("age", ("Age",), required=False),
        Column("category", ("Category",), required=False),
        Column(
            "time_period",
            ("Time period",),
            pattern=r"(19|20)\d\d(/\d\d)?",
            nullable=False,
            description="Financial year, as 2018/19, or calendar year.",
        ),
        _number("value_percent", "Value", state=True),
        _number("lower_limit_percent", "Lower CI 95.0 limit", required=False),
        _number("upper_limit_percent", "Upper CI 95.0 limit", required=False),
        _number("engaged_count", "Count"),
        _number("released_count", "Denominator"),
    ),
    partition_by=("indicator_id", "time_period"),
    encodings=("utf-8", "cp1252"),
)
