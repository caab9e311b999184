"""Proven reoffending, nationally and by area, and children cautioned or sentenced."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, months, table, trend
from demonstration.workbook import Cell, workbook

QUARTERS = months(dt.date(2000, 1, 1), dt.date(2017, 7, 1))[::3]
YEARS_NEW = [dt.date(year, 4, 1) for year in range(2002, 2017)]
YEARS_OLD = [dt.date(year, 4, 1) for year in range(2002, 2015)]
NEVER_MEASURED = 2001
# People in a quarter's cohort, then reoffending per cent, then reoffences per reoffender.
GROUPS = {
    "Adult": ((142000, 160000, 168000, 150000, 118000), (31.4, 29.6, 29.1, 29.8, 30.3),
              (3.75, 3.35, 3.25, 3.45, 3.95)),
    "Juvenile": ((46000, 52000, 38000, 15000, 8500), (37.2, 38.0, 39.2, 42.0, 40.8),
                 (3.45, 3.15, 3.05, 3.5, 3.95)),
}  # fmt: skip
# The old measure counts a year's people once, so it gives fewer people and a lower rate.
OLD_SHARE, OLD_RATE, OLD_FREQUENCY = 84, 0.85, 0.9

# By area: offenders, reoffenders and reoffences of the yearly cohorts, oldest first. The last of
# our two areas are those of the board paper: 25.6 % and 3.97, 31.7 % and 4.44.
AREA_YEARS = (2012, 2013, 2014, 2015, 2016)  # from October
OURS = {
    ("E10000003", "Cambridgeshire"): (
        (3391, 903, 2997), (3207, 846, 2927), (3012, 784, 2846), (2804, 724, 2766),
        (2613, 669, 2656),
    ),
    ("E06000031", "Peterborough"): (
        (2588, 771, 3022), (2471, 749, 3033), (2349, 724, 3070), (2207, 692, 3017),
        (2082, 660, 2930),
    ),
}  # fmt: skip
OTHERS = {
    ("E92000001", "England"): (468000, 29.2, 3.90),
    ("E06000055", "Bedford"): (1620, 28.4, 3.81),
    ("E06000056", "Central Bedfordshire"): (1580, 26.1, 3.72),
    ("E10000012", "Essex"): (10200, 26.9, 3.64),
    ("E10000015", "Hertfordshire"): (7300, 25.4, 3.58),
    ("E10000019", "Lincolnshire"): (5200, 28.9, 4.02),
    ("E06000032", "Luton"): (2150, 28.8, 3.77),
    ("E10000020", "Norfolk"): (6400, 28.1, 3.93),
    ("E10000029", "Suffolk"): (5100, 27.2, 3.86),
}
SUPPRESSED = {("E06000017", "Rutland"): "*", ("E06000053", "Isles of Scilly"): ".."}
AREA_HEADER = (
    "Local authority code", "Local authority", "Number of\r\noffenders",
    "Number of\r\nreoffenders", "Number of\r\nreoffences",
    "Proportion of offenders\r\nwho reoffend (%)", "Average number of\r\nreoffences per reoffender",
)  # fmt: skip
SENTENCE_HEADER = ("Custodial sentence length", *AREA_HEADER[2:])
# Adults released a quarter, then reoffending per cent and reoffences per reoffender.
SENTENCES = {
    "Less than or equal to 6 months": (9500, 64.9, 5.4),
    "More than 6 months to less than 12 months": (1500, 55.4, 4.5),
    "12 months to less than 2 years": (2300, 36.8, 3.6),
    "2 years to less than 4 years": (2700, 29.0, 3.2),
}
# The last cohort is that of the board paper: 62.2 % of those released from under twelve months.
PAPER_SENTENCES = {
    "Less than or equal to 6 months": (9400, 6016),
    "More than 6 months to less than 12 months": (1600, 826),
}
SENTENCE_COHORTS = (
    ("January", "March", 2017),
    ("April", "June", 2017),
    ("July", "September", 2017),
)
NOTE = (
    "Notes: figures are annual averages of three-monthly cohorts. "
    "* is suppressed because it rests on few people; .. is not available."
)

YOUTH_YEARS = [f"{year}/{(year + 1) % 100}" for year in range(2012, 2019)]
# Children cautioned or sentenced in the first and the last year, and children aged 10 to 17.
YOUTH = {
    ("E09000006", "Bromley"): (260, 120, 29800),
    ("E06000060", "Buckinghamshire"): (290, 150, 53800),
    ("E10000003", "Cambridgeshire"): (460, 171, 57600),
    ("E10000013", "Gloucestershire"): (400, 185, 55900),
    ("E10000015", "Hertfordshire"): (820, 405, 112500),
    ("E10000025", "Oxfordshire"): (450, 200, 60200), ("E08000029", "Solihull"): (170, 62, 20500),
    ("E08000007", "Stockport"): (230, 85, 26100), ("E10000030", "Surrey"): (520, 205, 109400),
    ("E08000009", "Trafford"): (190, 72, 23300),
    ("E92000001", "England"): (52000, 20800, 4_905_000),
}  # fmt: skip
YOUTH_HEADER = (
    "area_code", "area_name", "area_type", "period", "indicator", "measure", "unit", "value",
    "compared_to_England", "inequality",
)  # fmt: skip


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the national long file, a workbook for each year, and the youth justice file."""
    folder = "proven_reoffending/synthetic/"
    yield f"{folder}proven_reoffending_data.csv", _national(Dice(seed, "proven_reoffending"))
    dice = Dice(seed, "proven_reoffending_by_area")
    for place, year in enumerate(AREA_YEARS):
        name = f"proven-reoffending-by-local-authority-oct{year}-sep{year + 1}.xlsx"
        rows = _area_rows(dice, place, year)
        yield f"{folder}{name}", workbook("Local authority", rows)
    for place, (first, last, year) in enumerate(SENTENCE_COHORTS):
        rows = _sentence_rows(
            Dice(seed, "proven_reoffending_by_sentence", place), first, last, year
        )
        name = f"proven-reoffending-by-sentence-{first[:3]}-{last[:3]}-{year}.xlsx".casefold()
        yield f"{folder}{name}", workbook("Sentence length", rows)
    yield "youth_justice/synthetic/children_offending.csv", _youth(Dice(seed, "youth_justice"))


def _national(dice: Dice) -> bytes:
    """Lay counts and rates of both measures out in one long column, as published."""
    rows: list[tuple[str, ...]] = []
    for measure, unit, starts in (
        ("new", "3-monthly", QUARTERS),
        ("new", "annual", YEARS_NEW),
        ("old", "annual", YEARS_OLD),
    ):
        cohorts = [_cohort(dice, measure, unit, start) for start in starts]
        for group in ("Adult", "Juvenile", "All"):
            for rate in ("binary", "frequency", "reoffences", "reoffenders", "cohort"):
                rows += [
                    (measure, unit, start.isoformat(), group, rate, _figure(found, rate, measure))
                    for start, cohort in zip(starts, cohorts, strict=True)
                    for found in (None if start.year == NEVER_MEASURED else cohort[group],)
                ]
    header = ("measure", "temporal_unit", "date", "group", "rate", "value")
    return table(header, rows, ends="\r\n").removesuffix(b"\r\n")


def _cohort(dice: Dice, measure: str, unit: str, start: dt.date) -> dict[str, tuple[int, ...]]:
    """Draw people, reoffenders and reoffences of one cohort; all are adults and juveniles."""
    place = (start.year - 2000) * 4 + start.month // 4
    found = {}
    for group, (people, rate, frequency) in GROUPS.items():
        scale = 4 if unit == "annual" else 1
        size = dice.near(trend(people, place, len(QUARTERS)) * scale, spread=4)
        again = trend(rate, place, len(QUARTERS)) + 0.2 * dice.normal()
        times = trend(frequency, place, len(QUARTERS)) + 0.02 * dice.normal()
        if measure == "old":
            size, again, times = size * OLD_SHARE // 100, again * OLD_RATE, times * OLD_FREQUENCY
        reoffenders = round(size * again / 100)
        found[group] = (size, reoffenders, round(reoffenders * times))
    return {**found, "All": tuple(map(sum, zip(*found.values(), strict=True)))}


def _figure(cohort: tuple[int, ...] | None, rate: str, measure: str) -> str:
    if cohort is None:
        return ""
    people, reoffenders, reoffences = cohort
    if rate in ("cohort", "reoffenders", "reoffences"):
        return str({"cohort": people, "reoffenders": reoffenders, "reoffences": reoffences}[rate])
    value = 100 * reoffenders / people if rate == "binary" else reoffences / reoffenders
    return f"{value:.1f}" if measure == "old" else f"{value:.10g}"


def _area_rows(dice: Dice, place: int, year: int) -> list[list[Cell]]:
    """Lay one workbook's sheet out: two title rows, headers with line breaks, a note below."""
    title = (
        "Proven reoffending by upper-tier local authority, annual average, "
        f"October {year} to September {year + 1}"
    )
    counts = {area: years[place] for area, years in OURS.items()}
    for area, (people, rate, frequency) in OTHERS.items():
        size = dice.near(people * (100 + 6 * (len(AREA_YEARS) - 1 - place)) / 100)
        reoffenders = round(size * rate / 100 + 0.01 * size * dice.normal())
        times = frequency - 0.12 * (len(AREA_YEARS) - 1 - place)
        counts[area] = (size, reoffenders, round(reoffenders * times))
    rows: list[list[Cell]] = [[title], ["All offenders"], list(AREA_HEADER)]
    for (code, name), figures in sorted(counts.items(), key=lambda item: item[0][1]):
        people, reoffenders, reoffences = figures
        rows.append([code, name, *figures, 100 * reoffenders / people, reoffences / reoffenders])
    rows += [[code, name, *[mark] * 5] for (code, name), mark in SUPPRESSED.items()]
    return [*rows, [], [NOTE]]


def _sentence_rows(dice: Dice, first: str, last: str, year: int) -> list[list[Cell]]:
    """Lay adults released in three months out by the length of their sentence."""
    title = f"Adult proven reoffending by custodial sentence length, {first} to {last} {year}"
    rows: list[list[Cell]] = [[title], [], list(SENTENCE_HEADER)]
    for length, (people, rate, frequency) in SENTENCES.items():
        released = dice.near(people)
        reoffenders = dice.near(released * rate / 100, spread=0.5)
        if (first, last, year) == SENTENCE_COHORTS[-1]:
            released, reoffenders = PAPER_SENTENCES.get(length, (released, reoffenders))
        reoffences = round(reoffenders * frequency)
        share, times = 100 * reoffenders / released, reoffences / reoffenders
        rows.append([length, released, reoffenders, reoffences, share, times])
    return [*rows, [], [NOTE]]


def _youth(dice: Dice) -> bytes:
    """Lay out a count and a rate for each area and year."""
    rows = []
    for place, period in enumerate(YOUTH_YEARS):
        for (code, name), (first, last, children) in YOUTH.items():
            count = dice.near(trend((first, (2 * first + 3 * last) // 5, last), place, 7))
            kind = "Country" if code.startswith("E92") else "UA"
            indicator = (code, name, kind, period, "Children cautioned or sentenced")
            rate = (20_000 * count + children) // (2 * children)
            rows.append((*indicator, "Count", "Children", count, "NA", "NA"))
            rows.append((*indicator, "Per 10,000 aged 10-17", "Children", rate, "NA", "NA"))
    return table(YOUTH_HEADER, rows)
