"""Where the money went: grant payments and returns, partnerships' plans, spending, the budget."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, months, table
from demonstration.grants import FUNDER_NAME, Award, awards
from demonstration.places import DISTRICTS, FORCE_CODE

AS_AT = dt.date(2019, 12, 18)
RETURNED_TO = dt.date(2019, 9, 30)
PEOPLE_A_THOUSAND_POUNDS = 3
SPEND_MONTHS = months(dt.date(2019, 4, 1), dt.date(2019, 11, 1))
# Headers as they differ between months of one body.
SPEND_HEADERS = (
    ("Body Name", "Expenditure Category", "Capital /Revenue", "Service Label", "Payment Date",
     "Supplier Name", "Transaction No.", "Net amount", "Narrative"),
    ("Body Name", "Expenditure Category", "Capital/ Revenue", "Service Label", "date",
     "Supplier Name", "Transaction No.", "Net Amount", "Narrative"),
)  # fmt: skip
SUPPLIERS = (
    ("Brampton Road Motors", "Transport", "Operational support"),
    ("Fen Edge Facilities", "Premises", "Estates"),
    ("Cam Valley Software", "Supplies and Services", "Digital"),
    ("Ouse Bank Printing", "Supplies and Services", "Communications"),
    ("Wicken Catering", "Supplies and Services", "Training"),
    ("Northey Legal", "Third Party Payments", "Legal"),
    ("Sawtry Energy", "Premises", "Estates"),
    ("REDACTED - PERSONAL DATA", "Third Party Payments", "Victims' services"),
)
PARTNERSHIPS_WITH_A_PLAN = 4  # of six; the other two had agreed no activity
ACTIVITIES = ("Problem-solving team", "Young people at risk", "Safer streets")
STAGES = {
    "Understand": ("Profile of harm agreed", dt.date(2019, 6, 28)),
    "Plan": ("Delivery plan signed", dt.date(2019, 8, 30)),
    "Do": ("First activity held", dt.date(2019, 11, 15)),
    "Review": ("Six-month review sent", dt.date(2020, 3, 31)),
}
CSP_RETURN = dt.date(2019, 11, 30)
# Net revenue expenditure, cashable planned and achieved, non-cashable planned and achieved, shared;
# thousands of pounds. 2019/20 is the budget, 43 pence a person a day.
FINANCE = {
    2014: (130100, 4800, 4700, 900, 640, 14200),
    2015: (129400, 6200, 5900, 1100, 910, 17900),
    2016: (128900, 5400, 5600, 1300, 1020, 21300),
    2017: (129800, 3900, 3600, 1200, 1150, 24800),
    2018: (131600, 3100, 2700, 1000, 760, 27400),
    2019: (134300, 2900, 1400, 1100, 420, 29100),
}


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the ledgers as finance and commissioning send them."""
    register = awards(seed)
    yield "grant_payments/synthetic/grant_payments.csv", _payments(register)
    yield "grant_returns/synthetic/grant_returns.csv", _returns(Dice(seed, "returns"), register)
    for area in DISTRICTS[:PARTNERSHIPS_WITH_A_PLAN]:
        path = f"csp_delivery/synthetic/csp_delivery_{area.csp_code}.csv"
        yield path, _plan(Dice(seed, "csp_delivery", area.csp_code), area.csp_code)
    for place, month in enumerate(SPEND_MONTHS):
        path = f"opcc_spend/synthetic/spend_over_500_{month:%Y-%m}.csv"
        yield path, _spend(Dice(seed, "opcc_spend", month), place, month)
    yield "police_finance/synthetic/police_finance.csv", _finance()


def _instalments(award: Award) -> Iterator[tuple[dt.date, int]]:
    """Pay a small award at once and a large one by quarters, as far as time has come."""
    parts = 1 if award.is_youth_fund else 4
    for part in range(parts):
        paid = award.when + dt.timedelta(days=28 + 91 * part)
        if paid <= AS_AT:
            yield paid, award.amount * (part + 1) // parts - award.amount * part // parts


def _payments(register: list[Award]) -> bytes:
    rows = [
        (f"P{award.award_id[13:]}-{number}", award.award_id, paid, f"{amount}.00")
        for award in register
        for number, (paid, amount) in enumerate(_instalments(award), 1)
    ]
    return table(("payment_id", "award_id", "payment_date", "amount_gbp"), rows, ends="\r\n")


def _returns(dice: Dice, register: list[Award]) -> bytes:
    """Report each half-year of an award; some evidence has not come, and never all of the last."""
    rows: list[tuple[object, ...]] = []
    for award in register:
        for half, (start, end) in enumerate(_halves(award.year)):
            if end > RETURNED_TO:
                continue
            paid = sum(amount for day, amount in _instalments(award) if start <= day <= end)
            has_evidence = dice.unit() < (0.95 if award.year < 2019 else 0.8)
            people = award.amount * PEOPLE_A_THOUSAND_POUNDS // 2000 + dice.whole(2, 9)
            rows.append(
                (
                    award.award_id, start, end, 4 + people // 3 + half, people,
                    str(has_evidence).lower(), f"{paid if has_evidence else 0}.00",
                )
            )  # fmt: skip
    header = (
        "award_id", "period_start_date", "period_end_date", "activity_count",
        "people_supported_count", "is_evidence_received", "evidenced_amount_gbp",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _halves(year: int) -> tuple[tuple[dt.date, dt.date], ...]:
    return (
        (dt.date(year, 4, 1), dt.date(year, 9, 30)),
        (dt.date(year, 10, 1), dt.date(year + 1, 3, 31)),
        (dt.date(year + 1, 4, 1), dt.date(year + 1, 9, 30)),
    )


def _plan(dice: Dice, csp_code: str) -> bytes:
    rows = []
    for activity in ACTIVITIES:
        for stage, (milestone, due) in STAGES.items():
            done: dt.date | str = due - dt.timedelta(days=dice.whole(-12, 20))
            if isinstance(done, dt.date) and (done > CSP_RETURN or due > CSP_RETURN):
                done = ""
            has_evidence = str(bool(done) and dice.unit() < 0.85).lower()
            rows.append((csp_code, activity, stage, milestone, due, done, has_evidence, CSP_RETURN))
    header = (
        "csp_code", "activity", "stage", "milestone", "due_date", "done_date", "has_evidence",
        "return_date",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _spend(dice: Dice, place: int, month: dt.date) -> bytes:
    """List a month's payments; a refund is negative, a person's name is redacted."""
    rows = []
    for number in range(1, 41):
        supplier, category, service = dice.pick(SUPPLIERS)
        pence = dice.whole(50_000, 900_000) * (-1 if number == 40 else 1)
        amount = f"{pence / 100:,.2f}" if place % 2 else f"{pence / 100:.2f}"
        day = month.replace(day=dice.whole(1, 28))
        paid = f"{day:%d/%m/%Y}" if place % 2 else day
        reference = f"{month:%y%m}{number:04}"
        rows.append(
            (FUNDER_NAME, category, "R", service, paid, supplier, reference, amount, service)
        )
    return table(SPEND_HEADERS[place % 2], rows, ends="\r\n")


def _finance() -> bytes:
    rows = [
        (FORCE_CODE, f"{year}/{(year + 1) % 100}", "outturn" if year < 2019 else "estimate",
         *(1000 * amount for amount in amounts))
        for year, amounts in FINANCE.items()
    ]  # fmt: skip
    header = (
        "area_code", "financial_year", "basis", "net_revenue_expenditure_gbp",
        "cashable_savings_planned_gbp", "cashable_savings_achieved_gbp",
        "non_cashable_savings_planned_gbp", "non_cashable_savings_achieved_gbp",
        "collaborated_spend_gbp",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")
