"""Probation: caseload, starts, and what becomes of people after release, in the publishers' formats."""

import datetime as dt
from collections.abc import Iterator, Mapping

from demonstration.draw import Delivery, Dice, table, trend

QUARTERS = [(year, quarter) for year in range(2014, 2020) for quarter in (1, 2, 3, 4)][:22]
NAMES = ("Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec")
ENDS = ((31, 3), (30, 6), (30, 9), (31, 12))
# Areas with a share of England and Wales in a thousand.
AREAS = {"All": 1000, "Midlands": 180, "South East and Eastern": 210, "Wales": 65}
SEXES = {"Female": 100, "Male": 900}
# People on the last day of the first quarter and of the last, and starting in a quarter.
SUPERVISION = {
    "All supervisions": (222000, 255000, 49000, 44000),
    "Community order": (74000, 69000, 27000, 20500),
    "Suspended sentence order": (42000, 37500, 11500, 8600),
    "Pre and post release supervision": (108000, 147000, 11000, 15000),
}
REQUIREMENTS = {
    "Rehabilitation activity": (9000, 22000), "Unpaid work": (24000, 17500),
    "Drug treatment": (2900, 1700), "Alcohol treatment": (1600, 1500),
    "Mental health treatment": (210, 150),
}  # fmt: skip
UNITS = {
    ("England and Wales", "All"): 15500, ("South East and Eastern", "All"): 3200,
    ("South East and Eastern", "Bedfordshire"): 180,
    ("South East and Eastern", "Cambridgeshire and Peterborough"): 190,
    ("South East and Eastern", "Norfolk"): 210,
}  # fmt: skip
# Shares in a thousand of settled, not settled, homeless and not known.
HOUSED = {"First night": (610, 150, 150, 90), "3 months": (650, 120, 90, 140)}
EMPLOYED = {"6 weeks": (152, 628, 220), "6 months": (178, 522, 300)}
RELEASE_QUARTERS = ("Apr-Jun 2018", "Jul-Sep 2018", "Oct-Dec 2018", "Jan-Mar 2019", "Apr-Jun 2019")
YEARS = ("2016/17", "2017/18", "2018/19")
FEWEST = 5
NOTES = (
    "Table: probation in England and Wales (synthetic)",
    "People on several types of supervision are counted in each",
    "Requirements: one order may have several",
)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write caseload, starts and requirements below their notes, and two files about releases."""
    yield "probation_caseload/synthetic/probation_caseload_2019Q2.csv", _caseload(seed)
    yield "probation_starts/synthetic/probation_starts_2019Q2.csv", _starts(seed)
    yield "probation_starts/synthetic/probation_requirements_2019Q2.csv", _requirements(seed)
    header = ("Period", "Region", "Probation Delivery Unit", "Measured at")
    housed = ("Settled", "Not settled", "Homeless", "Status not known", "Releases")
    dice = Dice(seed, "accommodation_on_release")
    rows = _releases(dice, RELEASE_QUARTERS, HOUSED, 1)
    name = "accommodation_on_release/synthetic/accommodation_on_release_2019Q2.csv"
    yield name, table((*header, *housed), rows, ends="\r\n")
    worked = ("Employed", "Not employed", "Status not known", "Releases")
    rows = _releases(Dice(seed, "employment_after_release"), YEARS, EMPLOYED, 4)
    name = "employment_after_release/synthetic/employment_after_release_2018-19.csv"
    yield name, table((*header, *worked), rows, ends="\r\n")


def below_notes(notes: tuple[str, ...], content: bytes) -> bytes:
    """Put lines of notes above a table."""
    return "".join(f'"{note}"\r\n' for note in notes).encode() + content


def _counts(dice: Dice, levels: tuple[float, float], place: int) -> Iterator[tuple[str, str, int]]:
    for area, share in AREAS.items():
        for sex, part in SEXES.items():
            level = trend(levels, place, len(QUARTERS)) * share * part / 1_000_000
            yield area, sex, dice.near(level)


def _caseload(seed: int) -> bytes:
    dice, rows = Dice(seed, "probation_caseload"), []
    for place, (year, quarter) in enumerate(QUARTERS):
        day, month = ENDS[quarter - 1]
        date = f"{dt.date(year, month, day):%d/%m/%Y}"
        for supervision, (first, last, _, _) in SUPERVISION.items():
            for area, sex, count in _counts(dice, (first, last), place):
                rows.append((area, supervision, sex, date, count))
    header = ("probation_area", "supervision_type", "sex", "date", "value")
    return below_notes(NOTES[:2], table(header, rows, ends="\r\n"))


def _starts(seed: int) -> bytes:
    dice, rows = Dice(seed, "probation_starts"), []
    for place, (year, quarter) in enumerate(QUARTERS):
        for supervision, (_, _, first, last) in SUPERVISION.items():
            for area, sex, count in _counts(dice, (first, last), place):
                rows.append((area, supervision, sex, f"{NAMES[quarter - 1]} {year}", count))
    header = ("nps_region", "supervision_type", "sex", "date", "value")
    return below_notes(NOTES, table(header, rows, ends="\r\n"))


def _requirements(seed: int) -> bytes:
    """Draw requirements; the publisher hides counts of a few people."""
    dice, rows = Dice(seed, "probation_requirements"), []
    for place, (year, quarter) in enumerate(QUARTERS):
        for requirement, levels in REQUIREMENTS.items():
            for area, sex, count in _counts(dice, levels, place):
                cells = (area, "Community order", requirement, sex, f"{NAMES[quarter - 1]} {year}")
                rows.append((*cells, count if count >= FEWEST else "*"))
    header = ("nps_region", "supervision_type", "requirement_type", "sex", "date", "value")
    return below_notes(NOTES, table(header, rows, ends="\r\n"))


def _releases(
    dice: Dice, periods: tuple[str, ...], points: Mapping[str, tuple[int, ...]], scale: int
) -> Iterator[tuple[object, ...]]:
    """Draw releases by status; the statuses add up, and few people are hidden."""
    for period in periods:
        for (region, unit), level in UNITS.items():
            for point, shares in points.items():
                counts = [dice.near(level * scale * share / 1000) for share in shares]
                shown = [count if count >= FEWEST else "*" for count in counts]
                yield (period, region, unit, point, *shown, sum(counts))
