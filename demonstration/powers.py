"""Stops and searches, arrests and breath tests, as data.police.uk and the Home Office publish them."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, days_of, months, spread, table, trend
from demonstration.forces import FORCES
from demonstration.places import DISTRICTS, FORCE_NAME
from pipelines.contract.periods import MONTH_NAMES

SEARCH_MONTHS = months(dt.date(2017, 11, 1), dt.date(2019, 10, 1))
SEARCH_HEADER = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude",
    "Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation",
    "Object of search", "Outcome", "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)  # fmt: skip
SEARCHES = (120, 140, 175, 190)  # a month, over the two years
# Choices and how often each, in hundredths.
TYPES = {"Person search": 72, "Person and Vehicle search": 25, "Vehicle search": 3}
GENDERS = {"Male": 90, "Female": 9, "": 1}
AGES = {"10-17": 19, "18-24": 38, "25-34": 25, "over 34": 17, "": 1}
ETHNICITIES = {
    ("White", "White - English/Welsh/Scottish/Northern Irish/British"): 79,
    ("Asian", "Asian/Asian British - Pakistani"): 9,
    ("Black", "Black/African/Caribbean/Black British - African"): 8,
    ("Other", "Other ethnic group - Not stated"): 2,
    ("", ""): 2,
}
OBJECTS = {
    ("Controlled drugs", "Misuse of Drugs Act 1971 (section 23)"): 62,
    ("Stolen goods", "Police and Criminal Evidence Act 1984 (section 1)"): 14,
    ("Offensive weapons", "Police and Criminal Evidence Act 1984 (section 1)"): 14,
    ("Articles for use in theft", "Police and Criminal Evidence Act 1984 (section 1)"): 10,
}
# Outcome, whether it is linked to the object of search; the last is what a force leaves blank.
OUTCOMES = {
    ("A no further action disposal", "False"): 68,
    ("Arrest", "True"): 9,
    ("Arrest", "False"): 4,
    ("Community resolution", "True"): 9,
    ("Khat or Cannabis warning", "True"): 4,
    ("Summons / charged by post", "True"): 2,
    ("Caution (simple or conditional)", "True"): 1,
    ("", ""): 3,
}
SUMMER_TIME = {2018: (dt.date(2018, 3, 25), dt.date(2018, 10, 28)),
               2019: (dt.date(2019, 3, 31), dt.date(2019, 10, 27))}  # fmt: skip

ARREST_HEADER = (
    "financial_year", "force_name", "offence_group", "ethnic_group", "age_group", "sex", "arrests",
    "year_ending",
)  # fmt: skip
ARREST_YEARS = range(2015, 2019)
# Arrests a year in the first and the last of them.
ARRESTS = {
    "Criminal damage and arson": (900, 760), "Drug offences": (980, 640),
    "Fraud offences": (260, 180), "Misc. crimes against society": (420, 520),
    "Possession of weapons offences": (330, 480), "Public order offences": (1150, 1400),
    "Robbery": (230, 260), "Sexual offences": (540, 610), "Theft offences": (2900, 2250),
    "Violence against the person": (3300, 4250),
}  # fmt: skip
ETHNIC_GROUPS = {
    "Asian or Asian British": 6, "Black or Black British": 5, "Chinese/other": 1, "Mixed": 3,
    "Not stated": 3, "White": 82,
}  # fmt: skip
AGE_GROUPS = {
    "10 - 17 years": 10, "18 - 20 years": 12, "21 years and over": 77, "Under 10 years": 0,
    "Unknown": 1,
}  # fmt: skip
SEXES = {"Female": 15, "Male": 85}

BREATH_YEARS = range(2013, 2019)
BREATH_HEADER = ("year", "force", "quarter", "month", "tests", "type", "count")
TESTS = (15.8, 13.4, 11.6, 9.9)  # a year for each thousand residents
CAMPAIGNS = (95, 70, 75, 78, 80, 140, 85, 84, 82, 80, 78, 253)
POSITIVE = (23, 27, 33, 36)  # per cent
NEAR = ("Bedfordshire", FORCE_NAME, "Essex", "Hertfordshire", "Norfolk", "Suffolk")


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write a file of searches a month, and one file each of arrests and breath tests."""
    dice = Dice(seed, "police_uk_stop_and_search")
    for place, month in enumerate(SEARCH_MONTHS):
        rows = sorted(_searches(dice, place, month), key=lambda row: row[1])
        path = f"{month:%Y-%m}/{month:%Y-%m}-cambridgeshire-stop-and-search.csv"
        content = table(SEARCH_HEADER, rows, ends="\r\n")
        yield f"police_uk_stop_and_search/synthetic/{path}", content
    arrests = list(_arrests(Dice(seed, "home_office_arrests")))
    yield "home_office_arrests/synthetic/police-arrests-data.csv", table(ARREST_HEADER, arrests)
    tests = list(_breath_tests(Dice(seed, "home_office_breath_tests")))
    yield (
        "home_office_breath_tests/synthetic/breath-tests-data.csv",
        table(BREATH_HEADER, [*tests, *[["NA"] * len(BREATH_HEADER)] * 2]),
    )


def _choose(dice: Dice, choices: dict[str, int]) -> str:
    return list(choices)[_slot(dice, list(choices.values()))]


def _pair(dice: Dice, choices: dict[tuple[str, str], int]) -> tuple[str, str]:
    return list(choices)[_slot(dice, list(choices.values()))]


def _slot(dice: Dice, weights: list[int]) -> int:
    """Draw a place as likely as its weight."""
    return next(place for place, hit in enumerate(dice.scatter(1, weights)) if hit)


def _searches(dice: Dice, place: int, month: dt.date) -> Iterator[tuple[str, ...]]:
    """Draw the month's searches, by the local calendar; the file gives their times in UTC."""
    days = days_of(month)
    for _ in range(dice.near(trend(SEARCHES, place, len(SEARCH_MONTHS)))):
        day = dice.pick(days)
        summer = SUMMER_TIME.get(day.year)
        local = dt.datetime(day.year, day.month, day.day, dice.whole(0, 23), 5 * dice.whole(0, 11))
        is_summer = summer is not None and summer[0] <= day < summer[1]
        when = (local - dt.timedelta(hours=int(is_summer))).isoformat() + "+00:00"
        district = dice.pick(DISTRICTS)
        north = (district.latitude + dice.whole(-9000, 9000)) / 1_000_000
        east = (district.longitude + dice.whole(-9000, 9000)) / 1_000_000
        officer, own = _pair(dice, ETHNICITIES)
        wanted, law = _pair(dice, OBJECTS)
        outcome, linked = _pair(dice, OUTCOMES)
        yield (
            _choose(dice, TYPES), when, "False", "", f"{north:.6f}", f"{east:.6f}",
            _choose(dice, GENDERS), _choose(dice, AGES), own, officer, law, wanted, outcome, linked,
            "False",
        )  # fmt: skip


def _arrests(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Share each group's arrests by ethnic group, age and sex; every combination has a row."""
    combinations = [
        (ethnic, age, sex) for ethnic in ETHNIC_GROUPS for age in AGE_GROUPS for sex in SEXES
    ]
    weights = [ETHNIC_GROUPS[e] * AGE_GROUPS[a] * SEXES[s] for e, a, s in combinations]
    for place, year in enumerate(ARREST_YEARS):
        for group, levels in ARRESTS.items():
            counts = dice.scatter(dice.near(trend(levels, place, len(ARREST_YEARS))), weights)
            for (ethnic, age, sex), count in zip(combinations, counts, strict=True):
                yield (
                    f"{year}/{(year + 1) % 100}", FORCE_NAME, f"2015/16 onwards - {group}", ethnic,
                    age, sex, count, f"{year + 1}-03-31",
                )  # fmt: skip


def _breath_tests(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Count the tests of a few forces by month, once for each result."""
    sizes = {force.name: force.thousands for force in FORCES if force.name in NEAR}
    for place, year in enumerate(BREATH_YEARS):
        level, share = (trend(series, place, len(BREATH_YEARS)) for series in (TESTS, POSITIVE))
        for name, thousands in sizes.items():
            year_total = dice.near(level * thousands, spread=3.0)
            for number, tests in enumerate(spread(year_total, CAMPAIGNS), 1):
                positive = min(tests, dice.near(tests * share / 100))
                when = (year, name, f"Q{(number + 2) // 3}", MONTH_NAMES[number - 1], tests)
                yield (*when, "positive", positive)
                yield (*when, "negative", tests - positive)
