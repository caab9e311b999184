"""Crown Court receipts, disposals and open caseload, with its age, timeliness and remand.

Grain     one row per quarter end, and court, region, offence, age band or remand status by layout
Supplier  Ministry of Justice: Criminal court statistics quarterly, Crown Court caseload tool
Arrives   quarterly, about three months after the quarter end, as one folder of tables
Rights    Open Government Licence v3.0; counts of cases; no personal data

The table by court carries no date: core.crown_court_caseload_by_court says which quarter end it is
about. Courts are where a case is heard, not where the offence was: Peterborough has no row.
"""

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout

NONE = ("", "NA", "..", "-", "[x]", "[z]")


def _count(name: str, *headers: str) -> Column:
    return Column(name, headers or (name,), type="bigint", missing=NONE, unit="cases")


def _number(name: str, *headers: str) -> Column:
    return Column(name, headers or (name,), type="double", missing=NONE)


def _text(name: str) -> Column:
    return Column(name, nullable=False)


QUARTER = (
    Column("quarter_end", type="date", nullable=False),
    Column("year", type="integer", required=False),
    Column("quarter", required=False),
)
SHARE = Column("share_1yr_plus", type="double", required=False, missing=NONE)


def _by_quarter(
    table: str, *columns: Column, key: tuple[str, ...] = (), patterns: tuple[str, ...] = ()
) -> Layout:
    """Declare a table whose quarters are each replaced whole by a later edition."""
    return Layout(
        table=table,
        columns=(*QUARTER, *columns),
        key=("quarter_end", *key),
        partition_by=("quarter_end",),
        file_patterns=patterns or (r".*\.csv",),
    )


FEED = Feed(
    feed_id="crown_court_caseload",
    title="Crown Court caseload",
    **source("moj_criminal_courts"),
    cadence="quarterly",
    due_days=100,
    data_to="max(quarter_end)",
    layouts=(
        _by_quarter(
            "crown_court_trajectory",
            _count("receipts"),
            _count("disposals"),
            _count("open_cases", "open"),
            Column("net_flow", type="bigint", required=False),
        ),
        Layout(
            table="crown_court_by_court",
            columns=(
                _text("region"),
                _text("court"),
                _count("open_latest"),
                _count("open_year_ago"),
                Column("change", type="bigint", required=False, missing=NONE),
                Column("pct_change", type="double", required=False, missing=NONE),
            ),
            key=("region", "court"),
        ),
        Layout(
            table="crown_court_backlog_ratio",
            columns=(
                _text("region"),
                _text("court"),
                _count("open_latest"),
                _count("annual_disposals"),
                _number("years_of_backlog"),
            ),
            key=("region", "court"),
        ),
        _by_quarter(
            "crown_court_remand_age",
            _text("remand_status"),
            _text("age_band"),
            _number("age_order"),
            _count("case_count", "count"),
            key=("remand_status", "age_band"),
        ),
        # Its columns are a part of those of the table above: the name keeps the two apart.
        _by_quarter(
            "crown_court_case_age",
            _text("age_band"),
            _number("age_order"),
            _count("case_count", "count"),
            key=("age_band",),
            patterns=(r"(?!.*remand).*\.csv",),
        ),
        _by_quarter(
            "crown_court_case_age_summary",
            _count("total_cases"),
            _count("valid_cases"),
            _count("open_one_year_plus", "open_1yr_plus"),
            SHARE,
        ),
        _by_quarter(
            "crown_court_oldest_by_region",
            _text("region"),
            _text("geo_level"),
            _count("valid_cases"),
            _count("open_one_year_plus", "open_1yr_plus"),
            SHARE,
            key=("region", "geo_level"),
        ),
        _by_quarter(
            "crown_court_oldest_by_offence",
            _text("offence"),
            _count("open_one_year_plus", "open_1yr_plus"),
            _number("share_of_quarter"),
            key=("offence",),
        ),
        _by_quarter(
            "crown_court_remand_age_summary",
            _text("remand_status"),
            _count("valid_cases", "open_valid"),
            _count("open_one_year_plus", "open_1yr_plus"),
            SHARE,
            key=("remand_status",),
        ),
        _by_quarter(
            "crown_court_timeliness_by_region",
            _text("region"),
            _text("geo_level"),
            _number("offence_to_completion_median"),
            _number("offence_to_completion_mean"),
            key=("region", "geo_level"),
        ),
        _by_quarter(
            "crown_court_timeliness",
            _number("offence_to_completion_mean"),
            _number("offence_to_completion_median"),
            _number("charge_to_completion_mean", "charge_to_completion_at_the_crown_court_mean"),
            _number(
                "charge_to_completion_median", "charge_to_completion_at_the_crown_court_median"
            ),
        ),
        _by_quarter(
            "crown_court_hearing_wait",
            _number("hearing_mean_hearings"),
            _number("hearing_mean_hours"),
            _number("hearing_median_hours"),
            _number("waiting_mean_weeks"),
            _number("waiting_median_weeks"),
        ),
    ),
)
