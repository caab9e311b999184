"""What the force's control room and shifts would have counted, day by day (feed police_demand)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from demonstration.draw import Delivery, Dice, days_of, months, spread, table, trend
from demonstration.places import DISTRICTS, FORCE_CODE

MONTHS = months(dt.date(2013, 12, 1), dt.date(2019, 11, 1))
QUARTER = [dt.date(2019, month, 1) for month in (7, 8, 9)]
OCTOBER = dt.date(2019, 10, 1)

# Percentages of the ordinary level, January to December.
FLAT = (97, 96, 98, 98, 100, 101, 102, 100, 99, 100, 99, 98)
SUMMER = (84, 85, 92, 99, 105, 110, 115, 112, 103, 97, 90, 83)
WINTER = (112, 106, 101, 97, 93, 93, 94, 96, 99, 101, 112, 110)
CAMPAIGNS = (95, 92, 94, 96, 98, 124, 101, 99, 98, 96, 98, 188)
# Weights of Monday to Sunday.
EVEN = (100, 98, 98, 99, 103, 104, 98)
OFFICE = (116, 108, 105, 104, 104, 84, 79)
WEEKEND = (92, 90, 91, 94, 106, 119, 108)


@dataclass(frozen=True)
class Kind:
    """A kind of demand: its daily level over the six years, seasons and week.

    The last level is what the December 2019 board paper calls a typical day (paragraph 4.2).
    """

    levels: tuple[float, ...]
    season: tuple[int, ...]
    week: tuple[int, ...]


KINDS = {
    "emergency_call": Kind((290, 302, 318, 342, 361), FLAT, WEEKEND),
    "non_emergency_call": Kind((1010, 985, 960, 915, 890), FLAT, OFFICE),
    "incident": Kind((438, 430, 418, 405, 399), FLAT, EVEN),
    "crime": Kind((139, 144, 158, 174, 175), FLAT, EVEN),
    "arrest": Kind((41, 38, 34, 31, 29), FLAT, WEEKEND),
    "dwelling_burglary": Kind((6.9, 6.6, 6.8, 6.5, 6), WINTER, OFFICE),
    "theft": Kind((75, 76, 80, 82, 80), FLAT, OFFICE),
    "robbery": Kind((1.2, 1.3, 1.6, 1.9, 2), FLAT, WEEKEND),
    "violence": Kind((24, 28, 35, 43, 46), FLAT, WEEKEND),
    "domestic_incident": Kind((31, 32, 34, 36, 37), FLAT, WEEKEND),
    "mental_health_incident": Kind((14, 17, 21, 25, 27), FLAT, EVEN),
    "missing_person": Kind((6.4, 7.2, 8.1, 8.8, 9), FLAT, EVEN),
    "road_collision_with_casualty": Kind((5.9, 5.8, 5.5, 5.2, 5), FLAT, EVEN),
    "breath_test": Kind((37, 34, 30, 26, 24), CAMPAIGNS, WEEKEND),
    "antisocial_behaviour_incident": Kind((71, 63, 54, 47, 44), SUMMER, WEEKEND),
}
# Parts of a kind: their percentage of it over the six years.
PARTS = {
    "emergency_call_answered_within_10_seconds": ("emergency_call", (92.5, 92.0, 91.0, 90.2, 89.8)),
    "non_emergency_call_abandoned": ("non_emergency_call", (7.5, 8.2, 10.5, 13.2, 12.0)),
    "theft_from_vehicle": ("theft", (12.6, 13.1, 14.0, 14.6, 15.0)),
}
# Crimes are made of these and of others, so that no day has more thefts than crimes.
CRIMES = ("theft", "violence", "robbery", "dwelling_burglary")
# The board paper's own figures hang on these (12 of 174 and 16 of 188, paragraph 4.3).
BURGLARIES = {dt.date(2019, 4, 1): 174, OCTOBER: 188}

Days = dict[dt.date, dict[str, int]]


def days(seed: int) -> Days:
    """Count every kind of demand on every day."""
    dice = Dice(seed, "police_demand")
    counts: Days = {day: {} for month in MONTHS for day in days_of(month)}
    totals = {name: _monthly_totals(dice, name) for name in KINDS}
    others = {
        month: totals["crime"][month] - sum(totals[name][month] for name in CRIMES)
        for month in MONTHS
    }
    for name, kind in KINDS.items():
        monthly = others if name == "crime" else totals[name]
        for month, total in monthly.items():
            place = days_of(month)
            for day, count in zip(place, _over_days(dice, total, place, kind), strict=True):
                counts[day][name] = count
    for kinds in counts.values():
        kinds["crime"] += sum(kinds[name] for name in CRIMES)
    for name in PARTS:
        _take_part(dice, counts, name)
    return counts


def _monthly_totals(dice: Dice, name: str) -> dict[dt.date, int]:
    """Draw a total for each month, then mend those that the board paper averages over."""
    kind = KINDS[name]
    totals = {}
    for place, month in enumerate(MONTHS):
        level = trend(kind.levels, place, len(MONTHS)) * kind.season[month.month - 1] / 100
        totals[month] = dice.near(level * len(days_of(month)), spread=1.3)
    typical = kind.levels[-1]
    totals[QUARTER[2]] = round(92 * typical) - totals[QUARTER[0]] - totals[QUARTER[1]]
    totals[QUARTER[2]] += dice.whole(-20, 20)
    totals[OCTOBER] = round(31 * typical) + dice.whole(-6, 6)
    if name == "dwelling_burglary":
        totals.update(BURGLARIES)
    return totals


def _over_days(dice: Dice, total: int, place: list[dt.date], kind: Kind) -> list[int]:
    """Share a month's total among its calendar days, busier where the week is."""
    weights = [1000 * kind.week[day.weekday()] for day in place]
    if total < 60 * len(place):
        return dice.scatter(total, weights)
    return spread(total, [round(weight * (1 + 0.06 * dice.normal())) for weight in weights])


def _take_part(dice: Dice, counts: Days, name: str) -> None:
    """Count a part of a kind day by day; a share below the whole never exceeds its day."""
    whole, shares = PARTS[name]
    seen = taken = 0
    for place, month in enumerate(MONTHS):
        noise = 0.0 if month in (*QUARTER, OCTOBER) else 0.4 * dice.normal()
        share = round(1000 * (trend(shares, place, len(MONTHS)) + noise))
        for day in days_of(month):
            seen += counts[day][whole] * share
            counts[day][name] = seen // 100_000 - taken
            taken = seen // 100_000


def demand_types() -> list[str]:
    """List the demand types in the order of the delivered files."""
    names: list[str] = []
    for name in KINDS:
        names += [name, *(part for part, (whole, _) in PARTS.items() if whole == name)]
    return names


def deliveries(counts: Days) -> Iterator[Delivery]:
    """Write one file a month: the force's rows of a day, then what is given by partnership."""
    header = (
        "date", "area_code", "demand_type", "count", "csp_code", "mean_answer_seconds",
        "median_answer_seconds",
    )  # fmt: skip
    names = demand_types()
    for month in MONTHS:
        rows = [
            row
            for day in days_of(month)
            for row in (
                *((day, FORCE_CODE, n, counts[day][n], "", *_waits(counts[day], n)) for n in names),
                *_by_partnership(day, counts[day]),
            )
        ]
        path = f"police_demand/synthetic/police_demand_{month:%Y-%m}.csv"
        yield path, table(header, rows)


def _waits(kinds: dict[str, int], name: str) -> tuple[object, object]:
    """Tell the mean and median seconds to answer: the more calls wait, the longer they do."""
    if name == "emergency_call":
        late = kinds[name] - kinds["emergency_call_answered_within_10_seconds"]
        return 3 + 60 * late // kinds[name], 2 + 20 * late // kinds[name]
    if name == "non_emergency_call":
        abandoned = kinds["non_emergency_call_abandoned"]
        return 40 + 1500 * abandoned // kinds[name], 25 + 900 * abandoned // kinds[name]
    return "", ""


def _by_partnership(day: dt.date, kinds: dict[str, int]) -> Iterator[tuple[object, ...]]:
    """Share the day's incidents among the partnerships as its street-level records are."""
    shares = spread(kinds["incident"], [area.crime_share for area in DISTRICTS])
    for area, count in zip(DISTRICTS, shares, strict=True):
        yield day, FORCE_CODE, "incident", count, area.csp_code, "", ""
