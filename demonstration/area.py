"""Lookups of small areas and districts, and their populations (feeds area and population)."""

from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table
from demonstration.forces import FORCES, Force
from demonstration.places import DISTRICTS, FORCE_CODE, NEIGHBOURS, SMALL_AREAS, District, SmallArea

FIRST_FORCE_YEAR = 2013  # of the force areas; districts go further back
FIRST_YEAR, LAST_YEAR = 2001, 2018  # mid-2018 was the newest estimate in December 2019
SPLIT_EVERY = 40  # of the small areas, one in so many was split in 2021
FIRST_CODE_2021 = 1_910_001


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the lookups of 2011 and 2021 small areas and of districts, then the estimates."""
    rows = [
        (place, area.code, area.name, area.ward_code, area.ward_name, area.district.code,
         area.district.name)
        for place, area in enumerate(SMALL_AREAS, 1)
    ]  # fmt: skip
    header: tuple[str, ...] = (
        "FID",
        "LSOA11CD",
        "LSOA11NM",
        "WD19CD",
        "WD19NM",
        "LAD19CD",
        "LAD19NM",
    )
    yield "area/synthetic/lsoa11_wd19_lad19.csv", table(header, rows)
    header = ("LSOA21CD", "LSOA21NM", "WD22CD", "WD22NM", "LAD22CD", "LAD22NM", "ObjectId")
    yield "area/synthetic/lsoa21_wd22_lad22.csv", table(header, _lookup_2021())
    header = ("FID", "LAD19CD", "LAD19NM", "CSP19CD", "CSP19NM", "PFA19CD", "PFA19NM")
    districts = [
        (place, area.code, area.name, area.csp_code, area.csp_name, area.force_code,
         area.force_name)
        for place, area in enumerate((*DISTRICTS, *NEIGHBOURS), 1)
    ]  # fmt: skip
    yield "area/synthetic/lad19_csp19_pfa19.csv", table(header, districts)

    dice = Dice(seed, "population")
    people = {area: _people(dice, area) for area in DISTRICTS}
    estimates = [
        (area.code, area.name, year, counts[year])
        for area, counts in people.items()
        for year in range(LAST_YEAR, FIRST_YEAR - 1, -1)
    ]
    header = ("code", "name", "year", "population")
    yield "population/synthetic/la_population.csv", table(header, estimates)
    for year in range(FIRST_FORCE_YEAR, LAST_YEAR + 1):
        header = (f"PFA {year} Code", f"PFA {year} Name", "Population")
        ours = sum(counts[year] for counts in people.values())
        listed = [
            (force.code, force.name, ours if force.code == FORCE_CODE else _earlier(force, year))
            for force in FORCES
        ]
        yield f"population/synthetic/pfa_population_{year}.csv", table(header, listed)


def _earlier(force: Force, year: int) -> int:
    """Take a force's people back to an earlier year, two thirds of a hundredth fewer a year."""
    return force.population - (LAST_YEAR - year) * force.population // 150


def _lookup_2021() -> Iterator[tuple[object, ...]]:
    """Keep most small areas of 2011; split a few into two with codes of their own."""
    new_code, row = FIRST_CODE_2021, 0
    for place, area in enumerate(SMALL_AREAS):
        parts = [(area.code, area.name)]
        if place % SPLIT_EVERY == 7:
            parts = [(f"E0{new_code + n}", f"{area.name[:-1]}{'FG'[n]}") for n in (0, 1)]
            new_code += 2
        for code, name in parts:
            row += 1
            yield (code, name, *_ward_and_district(area), row)


def _ward_and_district(area: SmallArea) -> tuple[str, ...]:
    return (area.ward_code, area.ward_name, area.district.code, area.district.name)


def _people(dice: Dice, area: District) -> dict[int, int]:
    """Grow evenly from the first estimate to the last, but for some years of more or fewer."""
    years = LAST_YEAR - FIRST_YEAR
    growth = area.population_2018 - area.population_2001
    return {
        FIRST_YEAR + n: area.population_2001 + growth * n // years + dice.whole(-350, 350)
        for n in range(years + 1)
    }
