"""Police recorded crime by quarter and offence, as the Home Office's open data have it."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from demonstration.draw import Delivery, Dice, table, trend
from demonstration.places import FORCE_NAME

OFFENCES = Path(__file__).with_name("offences.csv")
YEARS = tuple(f"{year}/{(year + 1) % 100}" for year in range(2012, 2020))
LAST_QUARTER = (YEARS[-1], 2)
HEADER = (
    "FY", "Financial Quarter", "Force", "Offence Description", "Group", "Offence Subgroup",
    "Offence Code", "n", "territorial",
)  # fmt: skip
SEASON = (102, 104, 100, 94)
# Offences rose in the middle of the period, as forces recorded more of what was reported.
RISE = (100, 96, 94, 95, 100, 105, 104, 100)
SMALL = 8  # below this level a year a transfer out can exceed what a quarter recorded


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write one release: all quarters of the force to the second of the last financial year."""
    rows = [
        (year, float(quarter), FORCE_NAME, row["description"], row["group"], row["subgroup"],
         row["code"], float(count), "true")
        for year, quarter, row, count in counts(seed)
    ]  # fmt: skip
    name = "police_recorded_crime_cambridgeshire_2012-2019.csv"
    yield f"home_office_recorded_crime/synthetic/{name}", table(HEADER, rows)


def counts(seed: int) -> Iterator[tuple[str, int, dict[str, str], int]]:
    """Count each offence of the list in each quarter: year, quarter, the offence and its count."""
    dice = Dice(seed, "home_office_recorded_crime")
    for year in YEARS:
        for quarter in (1, 2, 3, 4):
            for row in offences() if (year, quarter) <= LAST_QUARTER else ():
                if row["first_year"] <= year <= row["last_year"]:
                    yield year, quarter, row, _count(dice, row, year, quarter)


@cache
def offences() -> tuple[dict[str, str], ...]:
    """Read the list of offences, with the years in which each stood in the classification."""
    with OFFENCES.open(encoding="utf-8", newline="") as listed:
        return tuple(csv.DictReader(listed))


def _count(dice: Dice, offence: dict[str, str], year: str, quarter: int) -> int:
    """Draw a quarter's count; crimes transferred or cancelled later make a few below zero."""
    first, last = YEARS.index(offence["first_year"]), YEARS.index(offence["last_year"])
    levels = (int(offence["level_in_first_year"]), int(offence["level_in_last_year"]))
    place = YEARS.index(year)
    level = trend(levels, place - first, last - first + 1) if last > first else levels[0]
    if level >= SMALL:
        level = level * RISE[place] / 100
    expected = level * SEASON[quarter - 1] / 400
    if 0 < level < SMALL and dice.unit() < 0.03:
        return -1
    return dice.near(expected, spread=1.5 if level > SMALL else 1.0)
