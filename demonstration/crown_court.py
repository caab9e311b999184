"""Crown Court receipts, disposals and open cases, as tables of the published caseload tool."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, months, spread, table, trend

QUARTER_MONTHS = months(dt.date(2016, 1, 1), dt.date(2019, 9, 1))[2::3]
OPEN_AT_START = 47_800
RECEIPTS = (28_900, 27_900, 26_600, 25_100, 24_500, 25_000, 26_100)
DISPOSALS = (31_200, 29_300, 27_900, 26_700, 25_900, 25_100, 24_300)
VALID = 970  # thousandths of cases whose age is known
OVER_A_YEAR = (112, 104, 94, 90, 80, 70, 66)  # thousandths of those
AGE_BANDS = (
    ("Under 4 weeks", 210), ("4 to 8 weeks", 165), ("8 to 12 weeks", 125),
    ("12 to 16 weeks", 95), ("16 to 26 weeks", 190), ("26 to 39 weeks", 135),
    ("39 to 52 weeks", 80),
)  # fmt: skip
OVER_A_YEAR_BANDS = (("1 to 2 years", 780), ("2 years or more", 220))

# Courts with their region and a weight for their size; Peterborough has no row of its own.
COURTS = {
    "London": {"Snaresbrook": 42, "Isleworth": 25, "Wood Green": 24, "Woolwich": 21, "Croydon": 20,
               "Inner London Sessions House": 21, "Southwark": 23, "Kingston Upon Thames": 17,
               "Harrow": 15, "Central Criminal Court": 8},
    "Midlands": {"Birmingham": 29, "Nottingham": 19, "Wolverhampton": 17, "Leicester": 15,
                 "Derby": 12, "Warwick": 11, "Northampton": 9, "Stafford": 10, "Worcester": 9,
                 "Stoke On Trent": 9, "Shrewsbury": 7, "Lincoln": 6},
    "North East": {"Newcastle Upon Tyne": 22, "Leeds": 23, "Sheffield": 20, "Bradford": 17,
                   "Teesside": 16, "Kingston Upon Hull": 8, "Durham": 6, "York": 5,
                   "Great Grimsby": 4},
    "North West": {"Manchester Minshull St": 21, "Preston": 19, "Manchester Crown Sq": 18,
                   "Liverpool": 22, "Bolton": 11, "Chester": 11, "Carlisle": 4},
    "South East": {"Maidstone": 18, "Lewes": 15, "Basildon": 13, "Guildford": 12, "Norwich": 11,
                   "Aylesbury": 10, "Chelmsford": 11, "Luton": 12, "St Albans": 12, "Ipswich": 9,
                   "Reading": 11, "Cambridge": 10, "Canterbury": 8, "Oxford": 7},
    "South West": {"Bristol": 13, "Bournemouth": 7, "Portsmouth": 8, "Exeter": 6, "Plymouth": 6,
                   "Southampton": 6, "Gloucester": 5, "Taunton": 5, "Truro": 4, "Winchester": 5,
                   "Swindon": 4, "Salisbury": 2, "Newport (Isle of Wight)": 2},
    "Wales": {"Cardiff": 18, "Swansea": 8, "Mold": 7},
}  # fmt: skip


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the trajectory, the ages and the courts of the latest quarter."""
    dice = Dice(seed, "crown_court_caseload")
    trajectory, ages, summary = [], [], []
    open_cases, opened = OPEN_AT_START, []
    for place, month in enumerate(QUARTER_MONTHS):
        receipts = dice.near(trend(RECEIPTS, place, len(QUARTER_MONTHS)), spread=2)
        disposals = dice.near(trend(DISPOSALS, place, len(QUARTER_MONTHS)), spread=2)
        # Cases move between counts and are found late, so the flow never explains the stock fully.
        open_cases += receipts - disposals + (dice.whole(-150, 900) if place else 0)
        opened.append(open_cases)
        end = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        quarter = (end.isoformat(), end.year, f"Q{end.month // 3}")
        trajectory.append(
            (*quarter, *map(float, (disposals, open_cases, receipts, receipts - disposals)))
        )
        valid = open_cases * VALID // 1000
        old = valid * round(trend(OVER_A_YEAR, place, len(QUARTER_MONTHS))) // 1000
        summary.append((*quarter, float(open_cases), float(valid), float(old), old / valid))
        bands = _bands(AGE_BANDS, valid - old) + _bands(OVER_A_YEAR_BANDS, old)
        ages += [
            (*quarter, band, float(order), float(count))
            for order, (band, count) in enumerate(bands, 1)
        ]
    start = ("quarter_end", "year", "quarter")
    folder = "crown_court_caseload/synthetic/"
    header: tuple[str, ...] = (*start, "disposals", "open", "receipts", "net_flow")
    yield f"{folder}gold_backlog_trajectory.csv", table(header, trajectory)
    header = (*start, "age_band", "age_order", "count")
    yield f"{folder}gold_caseload_age.csv", table(header, ages)
    header = (*start, "total_cases", "valid_cases", "open_1yr_plus", "share_1yr_plus")
    yield f"{folder}gold_caseload_age_summary.csv", table(header, summary)
    header = ("region", "court", "open_latest", "open_year_ago", "change", "pct_change")
    rows = _by_court(dice, opened[-1], opened[-5])
    yield f"{folder}gold_backlog_by_court.csv", table(header, rows)


def _bands(bands: tuple[tuple[str, int], ...], total: int) -> list[tuple[str, int]]:
    counts = spread(total, [share for _, share in bands])
    return [(band, count) for (band, _), count in zip(bands, counts, strict=True)]


def _by_court(dice: Dice, latest: int, year_ago: int) -> list[tuple[str | float, ...]]:
    """Share the open cases among the courts, now and a year ago; the largest stands first."""
    courts = [(region, court) for region, names in COURTS.items() for court in names]
    weights = [weight for names in COURTS.values() for weight in names.values()]
    now = spread(latest, [weight * dice.whole(90, 110) for weight in weights])
    then = spread(year_ago, [weight * dice.whole(90, 110) for weight in weights])
    largest_first = sorted(zip(now, then, courts, strict=True), key=lambda row: (-row[0], row[2]))
    return [
        (region, court, float(a), float(b), float(a - b), (a - b) / b)
        for a, b, (region, court) in largest_first
    ]
