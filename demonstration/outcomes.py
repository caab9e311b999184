"""Crime outcomes, offence codes and households: the national files that rates by cohort rest on."""

from collections.abc import Iterator

from demonstration import recorded_crime
from demonstration.draw import Delivery, Dice, table, trend
from demonstration.places import DISTRICTS, FORCE_CODE, FORCE_NAME

YEARS = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19")
HEADER = (
    "financial_year", "financial_quarter", "force_name", "offence_description", "offence_group",
    "offence_subgroup", "offence_code", "offence_code_expired", "outcome_description",
    "outcome_group", "outcome_type", "offences", "force_outcomes_recorded_in_quarter",
)  # fmt: skip
CODE_HEADER = (
    "offence_code", "offence_description", "offence_group", "offence_subgroup", "valid_from",
    "valid_to",
)  # fmt: skip
PREVENTED = "Prosecution prevented or not in the public interest"
NO_SUPPORT = "Evidential difficulties (victim does not support action)"
# Outcome: description, group; how many of a thousand rapes and of a thousand robberies have it in the
# first year and in the last.
OUTCOMES = {
    "0": ("Not yet assigned an outcome", "Not yet assigned an outcome", (2, 150), (1, 40)),
    "1": ("Charged/Summonsed", "Charged/Summonsed", (135, 40), (230, 130)),
    "3": ("Caution \N{EN DASH} adults", "Out-of-court (formal)", (2, 1), (4, 3)),
    "5": ("Offender died", PREVENTED, (5, 4), (1, 1)),
    "8": ("Community Resolution", "Out-of-court (informal)", (1, 1), (8, 10)),
    "10": ("Not in public interest (Police)", PREVENTED, (25, 20), (5, 8)),
    "14": (
        "Evidential difficulties: suspect not identified; victim does not support further action",
        NO_SUPPORT, (95, 120), (90, 110),
    ),
    "15": (
        "Evidential difficulties: suspect identified; victim supports action",
        "Evidential difficulties (suspect identified; victim supports action)",
        (265, 230), (120, 140),
    ),
    "16": (
        "Evidential difficulties: suspect identified; victim does not support further action",
        NO_SUPPORT, (350, 350), (110, 130),
    ),
    "18": (
        "Investigation complete \N{EN DASH} no suspect identified",
        "Investigation complete \N{EN DASH} no suspect identified", (110, 80), (425, 420),
    ),
    "20": (
        "Responsibility for further investigation transferred to another body",
        "Responsibility for further investigation transferred to another body", (10, 4), (6, 8),
    ),
}  # fmt: skip
# Subgroups as the recorded crime release names them, and as this one does.
SUBGROUPS = {
    "Rape offences": "Rape",
    "Robbery of business property": "Robbery of business property",
    "Robbery of personal property": "Robbery of personal property",
}
FIRST_HOUSEHOLDS, LAST_HOUSEHOLDS = 2012, 2018
PEOPLE_IN_A_HUNDRED_HOMES = (243, 238)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write a release of outcomes a year, the list of offence codes, and the households."""
    counted = list(recorded_crime.counts(seed))
    dice = Dice(seed, "home_office_outcomes")
    for place, year in enumerate(YEARS):
        rows = [
            row
            for counted_year, quarter, offence, count in counted
            if counted_year == year and offence["subgroup"] in SUBGROUPS
            for row in _rows(dice, place, (year, quarter), offence, max(count, 0))
        ]
        name = f"crime_outcomes_cambridgeshire_{year.replace('/', '-')}.csv"
        yield f"home_office_outcomes/synthetic/{name}", table(HEADER, rows)
    yield "offence_codes/synthetic/offence_codes.csv", table(CODE_HEADER, _codes())
    homes = table(("area_code", "area_name", "year", "households"), _households())
    yield "household_estimates/synthetic/household_estimates.csv", homes


def _rows(
    dice: Dice, place: int, quarter: tuple[str, int], offence: dict[str, str], count: int
) -> Iterator[tuple[object, ...]]:
    """Share an offence's quarter among outcomes; those assigned in the quarter are about as many."""
    of_rape = offence["subgroup"] == "Rape offences"
    shares = [round(trend(o[2] if of_rape else o[3], place, len(YEARS))) for o in OUTCOMES.values()]
    counts = dice.scatter(count, shares)
    subgroup = SUBGROUPS[offence["subgroup"]]
    for (code, (words, group, *_)), found in zip(OUTCOMES.items(), counts, strict=True):
        assigned: object = "NA" if code == "0" else dice.near(found)
        yield (
            *quarter, FORCE_NAME, offence["description"], offence["group"], subgroup,
            offence["code"], "NA", words, group, code, found, assigned,
        )  # fmt: skip


def _codes() -> Iterator[tuple[str, ...]]:
    """List each offence code once for each name it had, with the years in which it had it."""
    for offence in recorded_crime.offences():
        first, last = offence["first_year"], offence["last_year"]
        yield (
            offence["code"], offence["description"], offence["group"], offence["subgroup"],
            "" if first == recorded_crime.YEARS[0] else f"{first[:4]}-04-01",
            "" if last == recorded_crime.YEARS[-1] else f"{int(last[:4]) + 1}-03-31",
        )  # fmt: skip


def _households() -> Iterator[tuple[object, ...]]:
    """Estimate the homes of each district and of the force area, fewer people to each by year."""
    years = range(FIRST_HOUSEHOLDS, LAST_HOUSEHOLDS + 1)
    for place, year in enumerate(years):
        size = trend(PEOPLE_IN_A_HUNDRED_HOMES, place, len(years)) / 100
        homes = {
            area: round(
                (
                    area.population_2001
                    + (area.population_2018 - area.population_2001) * (year - 2001) / 17
                )
                / size
            )
            for area in DISTRICTS
        }
        for area, count in homes.items():
            yield area.code, area.name, year, count
        yield FORCE_CODE, FORCE_NAME, year, sum(homes.values())
