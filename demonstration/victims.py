"""The office's returns on victims: restorative justice, the Victim and Witness Hub, the survey."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, months, spread, table, trend
from demonstration.places import DISTRICTS, FORCE_CODE

QUARTERS = months(dt.date(2016, 4, 1), dt.date(2019, 7, 1))[::3]
HALF_YEARS = months(dt.date(2016, 10, 1), dt.date(2019, 4, 1))[::6]
LAST_HALF_YEAR = HALF_YEARS[-1]
# The last half-year is that of the board paper: 32 referrals, 23 of them better informed.
RESTORATIVE = {
    "Violence against the person": (21, 15, 3),
    "Burglary": (4, 3, 1),
    "Criminal damage and arson": (3, 2, 1),
    "Robbery": (2, 1, 0),
    "Theft": (2, 2, 0),
}
SERVICES = {
    "Support for survivors of sexual violence": 130,
    "Independent domestic violence advisers": 210,
    "Mental health support for victims": 95,
    "Young victims' service": 70,
}
DOMAINS = {
    "improved health and wellbeing": 58,
    "better able to cope": 63,
    "increased feelings of safety": 55,
    "better informed and empowered": 68,
    "any domain": 81,
}
SATISFIED = ("completely satisfied", "very satisfied", "fairly satisfied")
OTHERWISE = (
    "neither satisfied nor dissatisfied", "fairly dissatisfied", "very dissatisfied",
    "completely dissatisfied",
)  # fmt: skip
ASKED_A_QUARTER = 300


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write a file a period of each return."""
    for start in HALF_YEARS:
        dice = Dice(seed, "restorative_justice", start)
        path = f"restorative_justice/synthetic/restorative_justice_{start:%Y-%m}.csv"
        yield path, _restorative(dice, start)
        path = f"victim_hub/synthetic/hub_outcomes_{start:%Y-%m}.csv"
        yield path, _outcomes(Dice(seed, "victim_hub_outcome", start), start)
    for place, start in enumerate(QUARTERS):
        path = f"victim_hub/synthetic/hub_people_{start:%Y-%m}.csv"
        yield path, _people(Dice(seed, "victim_hub_people", start), place, start)
        path = f"victim_survey/synthetic/victim_survey_{start:%Y-%m}.csv"
        yield path, _survey(Dice(seed, "victim_survey", start), place, start)


def _restorative(dice: Dice, start: dt.date) -> bytes:
    end = _end(start, 6)
    rows = []
    for group, (referred, informed, met) in RESTORATIVE.items():
        counts = (referred, informed, met)
        if start != LAST_HALF_YEAR:
            people = dice.near(0.8 * referred)
            counts = (people, people * dice.whole(55, 80) // 100, people * dice.whole(0, 20) // 100)
        rows.append((FORCE_CODE, start, end, group, *counts))
    header = (
        "area_code", "period_start_date", "period_end_date", "offence_group", "referral_count",
        "informed_count", "conference_count",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _people(dice: Dice, place: int, start: dt.date) -> bytes:
    """Spread the county's people over partnerships as crime is; a few are placed nowhere."""
    referred = dice.near(trend((1350, 1420, 1560), place, len(QUARTERS)), spread=2)
    shares = [*(area.crime_share for area in DISTRICTS), 12]
    codes = [*(area.csp_code for area in DISTRICTS), ""]
    rows = []
    for code, people in zip(codes, spread(referred, shares), strict=True):
        assessed = people * dice.whole(66, 76) // 100
        rows.append((start, FORCE_CODE, code, people, dice.near(people / 22), assessed))
    header = (
        "quarter_start_date", "area_code", "csp_code", "referral_count", "self_referral_count",
        "needs_assessment_count",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _outcomes(dice: Dice, start: dt.date) -> bytes:
    rows = []
    for service, level in SERVICES.items():
        ended = dice.near(level)
        both = ended * dice.whole(58, 72) // 100
        any_domain = both * min(99, DOMAINS["any domain"] + dice.whole(-4, 4)) // 100
        for domain, share in DOMAINS.items():
            improved = min(any_domain, both * (share + dice.whole(-6, 6)) // 100)
            if domain == "any domain":
                improved = any_domain
            rows.append((start, FORCE_CODE, service, domain, ended, both, improved))
    header = (
        "half_year_start_date", "area_code", "service", "outcome_domain", "ended_count",
        "both_scores_count", "improved_count",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _survey(dice: Dice, place: int, start: dt.date) -> bytes:
    """Ask people in the order of a reference that means nothing; two in five do not answer."""
    satisfied = trend((81, 79, 77), place, len(QUARTERS))
    rows = []
    for number in range(1, ASKED_A_QUARTER + 1):
        abused = dice.unit() < 0.22
        answer = ""
        if dice.unit() < 0.58:
            answer = dice.pick(SATISFIED if 100 * dice.unit() < satisfied else OTHERWISE)
        if dice.unit() < 0.01:
            answer = "do not know"
        reference = f"S{start:%y%m}{number * 7919 % 100_003:06}"
        rows.append((reference, FORCE_CODE, start, str(abused).lower(), answer))
    header = (
        "response_id", "area_code", "quarter_start_date", "is_domestic_abuse", "satisfaction",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _end(start: dt.date, length: int) -> dt.date:
    """Return the last day of a period of so many months."""
    after = start.year * 12 + start.month - 1 + length
    return dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
