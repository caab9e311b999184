"""A force's money by financial year: net spending, savings planned and made, and shared spending.

Grain     one row per force and financial year
Supplier  the force's Chief Finance Officer, in the terms of the CIPFA police objective analysis
Arrives   quarterly, the whole table, within sixty days of the quarter's end
Rights    OFFICIAL; audited accounts are published under the Open Government Licence v3.0

Amounts are whole pounds. `basis` is estimate (the budget set before the year) or outturn. Cashable
savings release money that can be spent elsewhere; non-cashable savings release time or avoid a cost:
give both, and never one in the other. `collaborated_spend_gbp` is the part of net revenue
expenditure that goes through a shared unit, by the recharge the partners agreed.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table


def _pounds(name: str, *, nullable: bool = True) -> Column:
    return Column(name, type="bigint", number=True, minimum=0, nullable=nullable, unit="pounds")


FEED = feed_of_one_table(
    "police_finance",
    title="Police finance",
    **source("constabulary_finance"),
    cadence="quarterly",
    due_days=60,
    data_to="max(make_date(left(financial_year, 4)::integer + 1, 3, 31))",
    columns=(
        Column("area_code", pattern=r"[EWK]\d{8}", nullable=False),
        Column("financial_year", pattern=r"\d{4}/\d\d", nullable=False),
        Column("basis", values=("estimate", "outturn"), nullable=False),
        _pounds("net_revenue_expenditure_gbp", nullable=False),
        _pounds("cashable_savings_planned_gbp"),
        _pounds("cashable_savings_achieved_gbp"),
        _pounds("non_cashable_savings_planned_gbp"),
        _pounds("non_cashable_savings_achieved_gbp"),
        _pounds("collaborated_spend_gbp"),
    ),
    file_patterns=(r".*finance.*\.csv",),
    key=("area_code", "financial_year"),
    partition_by=("area_code", "financial_year"),
    ignore=(r"(grand )?total\b.*",),
)
