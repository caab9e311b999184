"""How long criminal cases take, from offence to completion, by court and area.

Grain     one row per period, court type, region, LCJB area and court; `-` stands for all of them
Supplier  Ministry of Justice: Criminal court statistics quarterly, timeliness of defendants
Arrives   quarterly, about three months after the quarter
Rights    Open Government Licence v3.0; counts of defendants and days; no personal data

Rows of one court, of an area and of the country stand in one file, so counts are never added up.
Quarters are calendar quarters (`2010 Q2 (Apr-Jun)`); a row of a whole year has `-` or the year for
its period. Means and medians are the publisher's and cannot be combined.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

ALL = "-"
MARKERS = {"": "missing", "-": "missing", "..": "missing", "*": "suppressed", "[c]": "suppressed",
           "[x]": "missing", "[z]": "not_applicable"}  # fmt: skip
STAGES = ("offence to charge", "charge to first list", "first list to completion",
          "offence to completion")  # fmt: skip


def _place(name: str, *headers: str) -> Column:
    return Column(name, headers, description="`-` stands for all.")


def _days(average: str, stage: str) -> Column:
    title = f"{average} {stage}"
    return Column(
        f"{title.lower().replace(' ', '_')}_days",
        (title,),
        type="double",
        number=True,
        minimum=0,
        required=stage == STAGES[-1],
        unit="days",
        markers=MARKERS,
    )


FEED = feed_of_one_table(
    "court_timeliness",
    title="Timeliness of criminal cases",
    **source("moj_criminal_courts", owner="criminal_justice_board"),
    cadence="quarterly",
    due_days=100,
    data_to="max(last_day(make_date(year, coalesce(3 * try_cast(regexp_extract(period, 'Q([1-4])', 1) "
    "as integer), 12), 1)))",
    columns=(
        Column("year", ("Year",), type="integer", minimum=1990, nullable=False),
        Column("period", ("Period",), pattern=r"(19|20)\d\d( Q[1-4]( \(.*\))?)?|-", nullable=False),
        _place("court_type", "Court type"),
        _place("national", "National"),
        _place("region", "Region"),
        _place("lcjb_area", "LCJB area", "LCJB"),
        _place("court_name", "LJA or Court name", "Court name", "LJA"),
        Column(
            "defendant_count",
            ("Defendants",),
            type="bigint",
            number=True,
            minimum=0,
            unit="defendants",
            markers={**MARKERS, "-": "zero"},
        ),
        *(_days(average, stage) for average in ("Mean", "Median") for stage in STAGES),
    ),
    key=("year", "period", "court_type", "national", "region", "lcjb_area", "court_name"),
    partition_by=("year", "period"),
    encodings=("utf-8", "cp1252"),
    ignore=(r"(notes?|source|crown copyright)\b.*",),
)
