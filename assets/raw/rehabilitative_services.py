"""Rehabilitative services: referrals, starts and outcomes by lot, provider and delivery unit.

Grain     one row per quarter of referral, delivery unit, lot and provider
Supplier  Probation Service, contract management
Arrives   quarterly, within two months of the quarter, as rehabilitative_services_YYYY-MM.csv; earlier
          quarters are sent again, as starts and outcomes of their referrals come in
Rights    OFFICIAL; counts of people referred; small counts are not for publication

Each row follows the referrals of one quarter: how many of them started, how many completed the
service, and how many achieved the outcome that their action plan named. Completing is not achieving.
The quarter is that of the referral; the last three quarters are not yet complete. The lot is the
contract type of the catalogue of commissioned services (ACC, ETE, PWB, WOS ...), the provider its
code there. The area code is that of the police force area, or the district, of the delivery unit.
"""

from pipelines.contract import Column, Feed, Layout

MARKERS = {"*": "suppressed", "..": "missing", "": "missing"}


def _count(name: str, unit: str, description: str) -> Column:
    return Column(
        name,
        (name,),
        type="bigint",
        minimum=0,
        unit=unit,
        markers=MARKERS,
        keeps_state=True,
        description=description,
    )


FEED = Feed(
    feed_id="rehabilitative_services",
    title="Rehabilitative services activity",
    supplier="Probation Service",
    owner="Regional Probation Director",
    cadence="quarterly",
    due_days=62,
    rights="OFFICIAL; aggregate counts",
    data_to="max(last_day((quarter_start_date + interval 2 month)::date))",
    layouts=(
        Layout(
            table="rehabilitative_services",
            columns=(
                Column(
                    "quarter_start_date",
                    ("quarter_start_date",),
                    type="date",
                    pattern=r"\d{4}-(01|04|07|10)-01",
                    nullable=False,
                    description="First day of the calendar quarter.",
                ),
                Column("area_code", ("area_code",), pattern=r"[EWX]\d{8}", nullable=False),
                Column("delivery_unit", ("delivery_unit",), nullable=False),
                Column("lot_code", ("lot_code",), pattern=r"[A-Z]{3}(-[A-Z]{2})?", nullable=False),
                Column("provider_code", ("provider_code",), nullable=False),
                _count("referral_count", "referrals", "People referred in the quarter."),
                _count("start_count", "referrals", "Of them, those who started."),
                _count("completion_count", "referrals", "Of them, those who completed."),
                _count("outcome_count", "referrals", "Of them, those who achieved the outcome."),
            ),
            file_patterns=(r".*rehabilitative.*\.csv",),
            key=("quarter_start_date", "area_code", "delivery_unit", "lot_code", "provider_code"),
            partition_by=("quarter_start_date",),
            complete_by=("quarter_start_date", "area_code", "delivery_unit"),
        ),
    ),
)
