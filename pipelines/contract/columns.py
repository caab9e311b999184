"""Columns that many contracts declare alike: those of the office's own suppliers, and releases'."""

from pipelines.contract.feed import Column

# A supplier of the office's own writes nought as 0.
LOCAL_MARKERS = {"*": "suppressed", "..": "missing", "": "missing"}
# What the Ministry of Justice and its agencies print where there is no number.
JUSTICE_MARKERS = {
    "": "missing", "-": "zero", "..": "missing", "*": "suppressed", "~": "suppressed",
    "[c]": "suppressed", "[x]": "missing", "[z]": "not_applicable",
}  # fmt: skip
FORCE_AREA = Column("area_code", pattern=r"[EWX]\d{8}", nullable=False)
QUARTER_START = Column(
    "quarter_start_date",
    type="date",
    pattern=r"\d{4}-(01|04|07|10)-01",
    nullable=False,
    description="First day of the calendar quarter.",
)
# The last day that a table by quarter is about.
LAST_QUARTER_DAY = "max(last_day((quarter_start_date + interval 2 month)::date))"
NOTES_BELOW = (r"(notes?|source|crown copyright)\b.*", r"\(?\d+[.)] .*")
RELEASE_KEY = ("period", "region", "delivery_unit", "time_after_release")
RELEASE_COLUMNS = (
    Column(
        "period",
        ("Period", "Quarter", "Year"),
        pattern=(
            r"(?i)(jan|apr|jul|oct)[a-z]* ?(-|to) ?(mar|jun|sep|dec)[a-z]* (19|20)\d\d"
            r"|(19|20)\d\d[/-](19|20)?\d\d"
        ),
        nullable=False,
    ),
    Column("region", ("Region", "Probation Region"), nullable=False),
    Column(
        "delivery_unit",
        ("Probation Delivery Unit", "PDU", "Local Delivery Unit", "LDU Cluster"),
        required=False,
        description="Blank or `All` on the row of the whole region.",
    ),
    Column(
        "time_after_release", ("Measured at", "Time point", "Time after release"), nullable=False
    ),
)
# The last day of a period that is a financial year (`2018/19`) or a quarter (`Apr-Jun 2019`).
LAST_RELEASE_DAY = (
    "max(case when regexp_matches(period, '^[0-9]') "
    "then make_date(left(period, 4)::integer + 1, 3, 31) else last_day(strptime('1 ' "
    "|| regexp_extract(period, '(?i)(mar|jun|sep|dec)') || ' ' || right(period, 4), "
    "'%-d %b %Y')::date) end)"
)


def local_count(name: str, unit: str, description: str) -> Column:
    """Declare a count of a supplier of the office's own, under its own name."""
    return Column(
        name,
        type="bigint",
        minimum=0,
        unit=unit,
        markers=LOCAL_MARKERS,
        keeps_state=True,
        description=description,
    )


def release_count(name: str, *headers: str) -> Column:
    """Declare a published count of releases from custody."""
    return Column(
        name,
        headers,
        type="bigint",
        number=True,
        minimum=0,
        unit="releases",
        markers=JUSTICE_MARKERS,
        keeps_state=True,
    )
