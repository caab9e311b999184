"""Homelessness: referrals by criminal justice bodies to district councils under the duty to refer.

Grain     one row per district and quarter
Supplier  the duty-to-refer task and finish group, from the district councils' own returns
Arrives   quarterly, within four months of the quarter, as duty_to_refer_YYYY-MM.csv
Rights    OFFICIAL; counts of referrals; counts under five are suppressed for publication

Criminal justice bodies are prisons, youth offender institutions and teams, and probation; the duty
began on 1 October 2018. `accepted` counts the quarter's referrals for which a prevention or relief
duty was accepted, `accommodated` those of them for whom accommodation was secured by the day of the
return. A district without any referral sends a row of noughts; `*` stands for a count that the
council may not give, and a blank for one that it does not know.
"""

from assets.sources import source
from pipelines.contract.columns import LAST_QUARTER_DAY, QUARTER_START, local_count
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "duty_to_refer",
    title="Duty-to-refer referrals",
    **source("duty_to_refer"),
    cadence="quarterly",
    due_days=125,
    data_to=LAST_QUARTER_DAY,
    columns=(
        QUARTER_START,
        Column("district_code", pattern=r"[EW]0[6-9]\d{6}", nullable=False),
        local_count("referral_count", "referrals", "Referrals by criminal justice bodies."),
        local_count("accepted_count", "referrals", "Referrals that led to an accepted duty."),
        local_count("accommodated_count", "referrals", "Referrals that led to accommodation."),
    ),
    file_patterns=(r".*duty.*refer.*\.csv",),
    key=("quarter_start_date", "district_code"),
    partition_by=("quarter_start_date", "district_code"),
    complete_by=("quarter_start_date", "district_code"),
)
