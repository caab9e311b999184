"""Restorative justice: people referred, people better informed, and conferences held.

Grain     one row per force area, period (a quarter or a half-year) and offence group
Supplier  Victim and Witness Hub, Witness Care Co-ordinator for Restorative Justice
Arrives   by half-year or quarter, within thirty days of its end, as restorative_justice_YYYY-MM.csv
Rights    OFFICIAL; counts of people, no names; counts under five are not published

Write every offence group with a referral, and a zero as 0. `referral_count` counts people referred
in the period; `informed_count` those of them who said that they were better informed or empowered;
`conference_count` conferences held. A person referred twice in a period is counted once. A period
that is delivered again, whole, replaces the period.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

FEED = feed_of_one_table(
    "restorative_justice",
    title="Restorative justice",
    **source("restorative_justice"),
    cadence="quarterly",
    due_days=120,
    data_to="max(period_end_date)",
    columns=(
        Column("area_code", pattern=r"[EW]\d{8}", nullable=False),
        Column("period_start_date", type="date", nullable=False),
        Column("period_end_date", type="date", nullable=False),
        Column("offence_group", nullable=False),
        Column("referral_count", type="integer", minimum=0, nullable=False, unit="people"),
        Column("informed_count", type="integer", minimum=0, nullable=False, unit="people"),
        Column("conference_count", type="integer", minimum=0, unit="conferences"),
    ),
    file_patterns=(r".*restorative.*\.csv",),
    key=("area_code", "period_start_date", "offence_group"),
    partition_by=("area_code", "period_start_date", "period_end_date"),
    ignore=(r"(grand )?total\b.*",),
    complete_by=("period_start_date", "area_code"),
)
