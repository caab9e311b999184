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

from assets.sources import source
from pipelines.contract.columns import FORCE_AREA, LAST_QUARTER_DAY, QUARTER_START, local_count
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "rehabilitative_services",
    title="Rehabilitative services activity",
    **source("probation_services"),
    cadence="quarterly",
    due_days=62,
    data_to=LAST_QUARTER_DAY,
    columns=(
        QUARTER_START,
        FORCE_AREA,
        Column("delivery_unit", nullable=False),
        Column("lot_code", pattern=r"[A-Z]{3}(-[A-Z]{2})?", nullable=False),
        Column("provider_code", nullable=False),
        local_count("referral_count", "referrals", "People referred in the quarter."),
        local_count("start_count", "referrals", "Of them, those who started."),
        local_count("completion_count", "referrals", "Of them, those who completed."),
        local_count("outcome_count", "referrals", "Of them, those who achieved the outcome."),
    ),
    file_patterns=(r".*rehabilitative.*\.csv",),
    key=("quarter_start_date", "area_code", "delivery_unit", "lot_code", "provider_code"),
    partition_by=("quarter_start_date",),
    complete_by=("quarter_start_date", "area_code", "delivery_unit"),
)
