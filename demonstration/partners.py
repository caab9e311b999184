"""Returns of the office's own partners, and drug treatment after prison."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table, trend
from demonstration.places import DISTRICTS, FORCE_CODE

FIRST_REFERRALS = dt.date(2018, 10, 1)  # the duty to refer began
LAST_QUARTER = dt.date(2019, 7, 1)
PILOT_COURT = "Peterborough Magistrates' Court"
UNIT = "Cambridgeshire and Peterborough"
# Referrals a quarter, then shares in a hundred: started, completed and achieved of those started.
LOTS = {
    ("ACC", "CORNER_STONE_HOUSING"): (85, 78, 62, 48), ("ETE", "BEACON_SKILLS"): (110, 74, 58, 37),
    ("PWB", "DAYBREAK_WELLBEING"): (95, 70, 55, 44), ("WOS", "EVERGREEN_WOMEN"): (28, 82, 66, 57),
}  # fmt: skip
DEFINITIONS = (("2014", dt.date(2017, 1, 1)), ("2018 harm-based", dt.date(2018, 4, 1)))
INDICATOR = (
    92544,
    "C20 - Adults with substance misuse treatment need who successfully engage in community-based "
    "structured treatment following release from prison",
)
OTHER_INDICATOR = (90244, "C19a - Successful completion of drug treatment: opiate users")
DRUG_HEADER = (
    "Indicator ID", "Indicator Name", "Area Code", "Area Name", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator",
)  # fmt: skip
# Released with a need for treatment, and those who engaged, in a hundred at first and at last.
DRUG_AREAS = {
    ("E92000001", "England"): (22500, (30, 32)), ("E10000003", "Cambridgeshire"): (118, (34, 31)),
    ("E06000031", "Peterborough"): (132, (25, 29)), ("E06000055", "Bedford"): (88, (28, 30)),
    ("E10000012", "Essex"): (410, (33, 35)), ("E10000015", "Hertfordshire"): (240, (31, 33)),
    ("E10000020", "Norfolk"): (350, (36, 34)), ("E10000029", "Suffolk"): (260, (35, 37)),
}  # fmt: skip
DRUG_YEARS = ("2015/16", "2016/17", "2017/18", "2018/19")


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write each partner's return as one file of quarters, and the download of an indicator."""
    yield "duty_to_refer/synthetic/duty_to_refer_2019-06.csv", _referrals(seed)
    name = "rehabilitative_services/synthetic/rehabilitative_services_2019-09.csv"
    yield name, _services(seed)
    yield _requirements()
    yield "iom_cohort/synthetic/iom_cohort_2019-09.csv", _cohort(seed)
    yield "drug_treatment/synthetic/indicators-upper-tier.data.csv", _treatment(seed)


def quarters(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the first days of the quarters from one to another, both included."""
    start, end = (day.year * 4 + (day.month - 1) // 3 for day in (first, last))
    return [dt.date(place // 4, place % 4 * 3 + 1, 1) for place in range(start, end + 1)]


def _referrals(seed: int) -> bytes:
    dice, rows = Dice(seed, "duty_to_refer"), []
    for quarter in quarters(FIRST_REFERRALS, dt.date(2019, 4, 1)):
        for district in DISTRICTS:
            made = dice.near(district.crime_share / 9)
            accepted = min(made, dice.near(made * 0.72))
            housed = min(accepted, dice.near(accepted * 0.45))
            # The smallest council hides a few people, and with them the county's sum.
            few = district.name == "East Cambridgeshire" and housed < 5
            shown = (made, accepted, "*" if few else housed)
            rows.append((quarter.isoformat(), district.code, *shown))
    header = (
        "quarter_start_date", "district_code", "referral_count", "accepted_count",
        "accommodated_count",
    )  # fmt: skip
    return table(header, rows)


def _services(seed: int) -> bytes:
    """Draw each quarter's referrals; those of the last quarters have not ended yet."""
    dice, rows = Dice(seed, "rehabilitative_services"), []
    made = quarters(dt.date(2017, 7, 1), LAST_QUARTER)
    for place, quarter in enumerate(made):
        ended = min(4, len(made) - place)
        for (lot, provider), (level, started, completed, achieved) in LOTS.items():
            referred = dice.near(level)
            begun = min(referred, dice.near(referred * started / 100))
            done = min(begun, dice.near(begun * completed * ended / 400))
            won = min(done, dice.near(begun * achieved * ended / 400))
            cells = (quarter.isoformat(), FORCE_CODE, UNIT, lot, provider)
            rows.append((*cells, referred, begun, done, won))
    header = (
        "quarter_start_date", "area_code", "delivery_unit", "lot_code", "provider_code",
        "referral_count", "start_count", "completion_count", "outcome_count",
    )  # fmt: skip
    return table(header, rows)


def _requirements() -> Delivery:
    """Write the pilot's first quarter: a handful of women, all at one court."""
    header = (
        "quarter_start_date", "area_code", "court_name", "sex", "assessed_suitable_count",
        "made_count", "ended_count", "completed_count",
    )  # fmt: skip
    rows = [(LAST_QUARTER.isoformat(), FORCE_CODE, PILOT_COURT, "female", 7, 6, 0, 0)]
    folder = "mental_health_treatment_requirements/synthetic/"
    return f"{folder}mental_health_treatment_requirements_2019-09.csv", table(header, rows)


def _cohort(seed: int) -> bytes:
    """Draw the cohort; a new definition began a new series."""
    dice, rows = Dice(seed, "iom_cohort"), []
    for quarter in quarters(DEFINITIONS[0][1], LAST_QUARTER):
        version, size = ("2014", 210) if quarter < DEFINITIONS[1][1] else (DEFINITIONS[1][0], 165)
        members = dice.near(size, spread=0.3)
        again = min(members, dice.near(members * 0.36))
        proven = min(again, dice.near(again * 0.55))
        rows.append((quarter.isoformat(), FORCE_CODE, version, members, again, proven))
    header = (
        "quarter_start_date", "area_code", "definition_version", "cohort_count",
        "reoffended_count", "proven_count",
    )  # fmt: skip
    return table(header, rows)


def _treatment(seed: int) -> bytes:
    """Lay the indicator out with its published interval; one area's counts are withheld."""
    dice, rows = Dice(seed, "drug_treatment"), []
    for place, year in enumerate(DRUG_YEARS):
        for (code, name), (level, shares) in DRUG_AREAS.items():
            released = dice.near(level)
            engaged = round(released * trend(shares, place, len(DRUG_YEARS)) / 100)
            share = 100 * engaged / released
            reach = 1.96 * (share * (100 - share) / released) ** 0.5
            limits = (f"{share - reach:.4f}", f"{share + reach:.4f}")
            withheld = (code, year) == ("E06000055", "2016/17")
            counts = ("", "") if withheld else (engaged, released)
            rows.append((*INDICATOR, code, name, year, f"{share:.4f}", *limits, *counts))
        rows.append(
            (*OTHER_INDICATOR, "E92000001", "England", year[:4], 6.1, 6.0, 6.2, 9000, 147000)
        )
    return table(DRUG_HEADER, rows, ends="\r\n")
