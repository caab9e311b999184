"""Police officers and volunteers by force, as the Home Office's workbook has them."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, trend
from demonstration.forces import FORCES, SMALLEST, Force, by_region
from demonstration.workbook import Cell, workbook_of
from pipelines.contract.periods import MONTH_NAMES

LAST_MARCHES = range(2015, 2020)
DAYS = tuple(
    dt.date(year, month, 31 if month == 3 else 30) for year in range(2014, 2020) for month in (3, 9)
)[:-1]
# Officers for each thousand residents, and volunteers for each ten thousand, over the six years.
OFFICERS, CONSTABLES, VOLUNTEERS = (1.79, 1.72, 1.66, 1.67, 1.70), (3.2, 2.9, 2.6), (0.8, 0.9, 0.95)
CITY_OFFICERS = 735  # a force of few residents and many who work there
HEADCOUNT_SHARE = 102  # heads for each hundred full-time equivalents
Series = dict[dt.date, dict[str, float]]
NOTES: tuple[list[Cell], ...] = (
    [],
    ["Notes"],
    ["'..' Denotes data not available"],
    ["1. Forces take those who left off their lists from time to time."],
)


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the edition of each March: it has that day and the two half-years before."""
    dice = Dice(seed, "home_office_workforce")
    officers = {day: {f.code: _officers(dice, f, n) for f in FORCES} for n, day in enumerate(DAYS)}
    heads: Series = {
        day: {code: float(round(count * HEADCOUNT_SHARE / 100)) for code, count in counts.items()}
        for day, counts in officers.items()
    }
    constables = {day: _people(dice, CONSTABLES, n) for n, day in enumerate(DAYS)}
    volunteers = {day: _people(dice, VOLUNTEERS, n) for n, day in enumerate(DAYS)}
    for year in LAST_MARCHES:
        days = [day for day in DAYS if day <= dt.date(year, 3, 31)][-3:]
        sheets: dict[str, list[list[Cell]]] = {
            "Index": [[f"Police Workforce, England and Wales, 31 March {year}"]],
            "Table_1": _sheet("Table 1: Police officers", "FTE", officers, days),
            "Table_7": _sheet("Table 7: Police officers", "headcount", heads, days[-2:]),
            "Table_12": _sheet("Table 12: Special constables", "headcount", constables, days),
            "Table_13": _sheet(
                "Table 13: Police support volunteers", "headcount", volunteers, days
            ),
        }
        name = f"police-workforce-mar{year % 100}-tables.xlsx"
        yield f"home_office_workforce/synthetic/{name}", workbook_of(sheets)


def _officers(dice: Dice, force: Force, place: int) -> float:
    level = trend(OFFICERS, place, len(DAYS)) * force.thousands
    if force.code == SMALLEST:
        level = CITY_OFFICERS
    return dice.near(100 * level, spread=2.0) / 100


def _people(dice: Dice, levels: tuple[float, ...], place: int) -> dict[str, float]:
    rate = trend(levels, place, len(DAYS))
    return {force.code: float(dice.near(rate * force.thousands / 10)) for force in FORCES}


def _sheet(who: str, measure: str, series: Series, days: list[dt.date]) -> list[list[Cell]]:
    """Lay a table out as published: a title with its days, dates over columns, regions over forces."""
    spoken = [f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" for day in days]
    title = (
        f"{who} by police force area, England and Wales, {', '.join(spoken[:-1])} and {spoken[-1]}1"
    )
    change = f"Change in 6 months\n{spoken[-2]} to {spoken[-1]}"
    rows: list[list[Cell]] = [
        [f"{title} ({measure})"],
        [],
        ["England and Wales", *[None] * len(days), "Headcount" if measure != "FTE" else measure],
        [None, "As at:", *[None] * (len(days) - 1), change],
        [None, *[day.isoformat() for day in days], "number", "%"],
    ]
    for region, forces in by_region().items():
        rows.append(_row(region, [sum(series[d][f.code] for f in forces) for d in days]))
        rows += [_row(f.name, [series[d][f.code] for d in days]) for f in forces]
    rows.append(_row("Total 43 forces", [sum(series[d].values()) for d in days]))
    return [*rows, ["British Transport Police", *[".."] * len(days)], *NOTES]


def _row(name: str, counts: list[float]) -> list[Cell]:
    change = counts[-1] - counts[-2]
    return [name, *counts, change, 100 * change / counts[-2] if counts[-2] else "*"]
