"""Case outcomes of the Crown Prosecution Service, as wide as published (cps_case_outcomes)."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, months, table, tenths, trend
from pipelines.contract.periods import MONTH_NAMES

FIRST, LAST = dt.date(2014, 1, 1), dt.date(2019, 9, 1)
NEVER_PUBLISHED = dt.date(2017, 8, 1)
FOLDER_NAMES_MONTH_FROM = dt.date(2017, 4, 1)

# Prosecution areas as the publisher spells them, with a weight for their size.
AREAS = {
    "Avon and Somerset": 24, "Bedfordshire": 10, "Cambridgeshire": 11, "Cheshire": 16,
    "Cleveland": 15, "Cumbria": 9, "Derbyshire": 16, "Devon and Cornwall": 20, "Dorset": 9,
    "Durham": 12, "Dyfed Powys": 8, "Essex": 25, "Gloucestershire": 7, "GreaterManchester": 55,
    "Gwent": 11, "Hampshire": 30, "Hertfordshire": 15, "Humberside": 17, "Kent": 25,
    "Lancashire": 31, "Leicestershire": 17, "Lincolnshire": 11, "Merseyside": 33,
    "Metropolitan and City": 168, "Norfolk": 12, "Northamptonshire": 11, "Northumbria": 34,
    "North Wales": 14, "North Yorkshire": 11, "Nottinghamshire": 23, "South Wales": 30,
    "South Yorkshire": 26, "Staffordshire": 19, "Suffolk": 10, "Surrey": 12, "Sussex": 20,
    "Thames Valley": 29, "Warwickshire": 7, "West Mercia": 17, "West Midlands": 58,
    "West Yorkshire": 49, "Wiltshire": 8,
}  # fmt: skip

# Defendants a month in England and Wales at the start: convicted, not convicted; then what is left
# of them at the end, in per cent.
CATEGORIES = {
    "Homicide": (84, 17, 110, 120),
    "Offences Against The Person": (8300, 2500, 82, 80),
    "Sexual Offences": (760, 290, 96, 88),
    "Burglary": (1420, 230, 70, 74),
    "Robbery": (480, 120, 78, 84),
    "Theft And Handling": (9800, 880, 52, 60),
    "Fraud And Forgery": (680, 115, 78, 90),
    "Criminal Damage": (2150, 370, 76, 84),
    "Drugs Offences": (4400, 300, 66, 82),
    "Public Order Offences": (3450, 620, 84, 94),
    "All Other Offences (excluding Motoring)": (2500, 480, 72, 86),
    "Motoring Offences": (8100, 1250, 88, 92),
}
ADMIN_FINALISED = (760, 72)
# The last header is wrong at source: the column is Admin Finalised.
LAST_HEADERS = (
    "Number of Admin Finalised Unsuccessful",
    "Percentage of L Motoring Offences Unsuccessful",
)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write one file a month; from a day on, only the folder says which month."""
    dice = Dice(seed, "cps_case_outcomes")
    when = months(FIRST, LAST)
    for place, month in enumerate(when):
        counts = {
            area: _defendants(dice, weight, place, len(when)) for area, weight in AREAS.items()
        }
        if month == NEVER_PUBLISHED:
            continue
        national = [sum(column) for column in zip(*counts.values(), strict=True)]
        rows = [_row(name, cells) for name, cells in (("National", national), *counts.items())]
        spoken = MONTH_NAMES[month.month - 1]
        folder = f"{month.year}"
        name = f"principal_offence_category_{spoken.lower()}_{month.year}.csv"
        if month >= FOLDER_NAMES_MONTH_FROM:
            folder, name = f"{spoken[:3]}-{month.year % 100}", "Principal Offence Category.csv"
        yield f"cps_case_outcomes/synthetic/{folder}/{name}", table(_header(), rows)


def _header() -> list[str]:
    results = ("Convictions", "Unsuccessful")
    pairs = [f"{name} {result}" for name in CATEGORIES for result in results]
    cells = [cell for pair in pairs for cell in (f"Number of {pair}", f"Percentage of {pair}")]
    return ["", *cells, *LAST_HEADERS]


def _defendants(dice: Dice, weight: int, place: int, length: int) -> list[int]:
    """Draw one area's month: convicted and not convicted by category, then Admin Finalised."""
    share = weight / sum(AREAS.values())
    counts = []
    for convicted, not_convicted, convicted_left, not_convicted_left in CATEGORIES.values():
        for level, left in (
            (convicted, convicted_left),
            (not_convicted, not_convicted_left),
        ):
            counts.append(dice.near(level * share * trend((100, left), place, length) / 100))
    level, left = ADMIN_FINALISED
    return [*counts, dice.near(level * share * trend((100, left), place, length) / 100)]


def _row(name: str, counts: list[int]) -> list[str]:
    """Print counts with thousands separators and percentages within each category."""
    *pairs, admin = counts
    cells = [name]
    for convicted, not_convicted in zip(pairs[::2], pairs[1::2], strict=True):
        for part in (convicted, not_convicted):
            cells += [f"{part:,}", tenths(part, convicted + not_convicted)]
    return [*cells, f"{admin:,}", tenths(admin, admin)]
