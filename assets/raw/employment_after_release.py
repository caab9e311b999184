"""Who is in work six weeks and six months after release from custody.

Grain     one row per period, probation region, delivery unit and time after release
Supplier  HM Prison and Probation Service: Community performance
Arrives   yearly, about five months after the year; some editions by quarter
Rights    Open Government Licence v3.0; counts of releases; small counts come suppressed

People of working age who can work. A release whose employment is not known is counted apart, and is
in no rate: the share not known is shown beside it. The three statuses add up to the releases. A
period is a quarter (`Apr-Jun 2019`) or a financial year (`2018/19`).
"""

from pipelines.contract import Column, Feed, Layout

MARKERS = {
    "": "missing", "-": "zero", "..": "missing", "*": "suppressed", "~": "suppressed",
    "[c]": "suppressed", "[x]": "missing", "[z]": "not_applicable",
}  # fmt: skip
PERIOD = (
    r"(?i)(jan|apr|jul|oct)[a-z]* ?(-|to) ?(mar|jun|sep|dec)[a-z]* (19|20)\d\d"
    r"|(19|20)\d\d[/-](19|20)?\d\d"
)


def _people(name: str, *headers: str) -> Column:
    return Column(
        name,
        headers,
        type="bigint",
        number=True,
        minimum=0,
        unit="releases",
        markers=MARKERS,
        keeps_state=True,
    )


FEED = Feed(
    feed_id="employment_after_release",
    title="Employment after release from custody",
    supplier="HM Prison and Probation Service",
    owner="Regional Probation Director",
    cadence="annual",
    due_days=160,
    rights="Open Government Licence v3.0",
    data_to=(
        "max(case when regexp_matches(period, '^[0-9]') "
        "then make_date(left(period, 4)::integer + 1, 3, 31) else last_day(strptime('1 ' "
        "|| regexp_extract(period, '(?i)(mar|jun|sep|dec)') || ' ' || right(period, 4), "
        "'%-d %b %Y')::date) end)"
    ),
    layouts=(
        Layout(
            table="employment_after_release",
            columns=(
                Column("period", ("Period", "Quarter", "Year"), pattern=PERIOD, nullable=False),
                Column("region", ("Region", "Probation Region"), nullable=False),
                Column(
                    "delivery_unit",
                    (
                        "Probation Delivery Unit",
                        "PDU",
                        "Local Delivery Unit",
                        "LDU Cluster",
                    ),
                    required=False,
                    description="Blank or `All` on the row of the whole region.",
                ),
                Column(
                    "time_after_release",
                    ("Measured at", "Time point", "Time after release"),
                    nullable=False,
                ),
                _people("employed_count", "Employed", "In employment"),
                _people(
                    "not_employed_count",
                    "Not employed",
                    "Unemployed",
                    "Unemployed or unavailable for work",
                ),
                _people("unknown_count", "Status not known", "Unknown", "Not known"),
                _people("release_count", "Releases", "Total", "Number of releases"),
            ),
            key=("period", "region", "delivery_unit", "time_after_release"),
            partition_by=("period",),
            encodings=("utf-8", "cp1252"),
            ignore=(r"(notes?|source|crown copyright)\b.*", r"\(?\d+[.)] .*"),
            complete_by=("period", "region", "delivery_unit", "time_after_release"),
        ),
    ),
)
