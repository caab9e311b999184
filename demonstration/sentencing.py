"""Sentences: by quarter as a sheet of a wide workbook, by area and year as Outcomes by Offence."""

from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table, trend
from demonstration.workbook import Cell, workbook

QUARTERS = [(year, quarter) for year in range(2013, 2020) for quarter in (1, 2, 3, 4)][:26]
OUTCOMES = (
    "01: Absolute Discharge", "02: Conditional Discharge", "03: Fine", "04: Community Sentence",
    "05: Suspended Sentence", "06: Immediate Custody", "07: Compensation (primary disposal)",
    "08: Otherwise Dealt With", "09: Disposal not known",
)  # fmt: skip
# Sentenced in the first quarter and in the last, outcome by outcome in the order above.
COURTS = {
    "Magistrates' Courts": ("MC", (1900, 19500, 205000, 29000, 7200, 12000, 1900, 6800, 60),
                            (1500, 9800, 236000, 18500, 5100, 10600, 1700, 6900, 90)),
    "Crown Court": ("CC", (15, 700, 480, 4100, 5900, 13100, 25, 700, 20),
                    (15, 420, 330, 2300, 4800, 9300, 20, 650, 40)),
}  # fmt: skip
NOTE = "This tab draws on data from the criminal court and criminal justice statistics."

YEARS = range(2013, 2019)
FORCES = {
    "Bedfordshire": 10, "Cambridgeshire": 11, "Essex": 25, "Hertfordshire": 15, "Norfolk": 12,
    "Suffolk": 10, "Not known": 1,
}  # fmt: skip
OFFENCES = {
    ("02: Triable either way", "03: Theft offences", "49: Other theft"): 42,
    ("02: Triable either way", "06: Drug offences", "92: Drug offences"): 24,
    ("03: Summary non-motoring", "11: Summary non-motoring", "195: Other summary offences"): 160,
    ("04: Summary motoring", "12: Summary motoring", "802: Speeding"): 210,
}
# People given each outcome out of a thousand, first for triable either way, then for summary.
GIVEN = {
    "01: Absolute Discharge": (4, 6), "02: Conditional Discharge": (140, 35),
    "03: Fine": (200, 880), "04: Community Sentence": (240, 45), "05: Suspended Sentence": (130, 8),
    "06: Total Immediate Custody": (250, 9), "07: Compensation (primary disposal)": (6, 4),
    "08: Otherwise Dealt With": (30, 13),
}  # fmt: skip
HEADER = (
    "Year", "Sex", "Age Group", "Police Force Area", "Offence Type", "Offence Group", "Offence",
    "Sentence Outcome", "Custodial Sentence Length", "Sentenced",
)  # fmt: skip


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the workbook of quarters and the file of years."""
    yield _workbook(seed)
    rows = list(_outcomes(Dice(seed, "outcomes_by_offence")))
    content = table(HEADER, rows, ends="\r\n")
    yield "court_disposals/synthetic/outcomes-by-offence-2013-2018.csv", content


def _outcomes(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Draw each combination; one that is nought is left out, as published."""
    for year in YEARS:
        for force, weight in FORCES.items():
            for offence, level in OFFENCES.items():
                for outcome, shares in GIVEN.items():
                    share = shares["Summary" in offence[0]]
                    for sex, part in (("01: Male", 82), ("02: Female", 18)):
                        count = dice.near(weight * level * share * part / 100_000)
                        cells = (year, sex, "04: Adults", force, *offence, outcome)
                        length = "02: 3 to 6 months" if "Custody" in outcome else "Not applicable"
                        if count:
                            yield (*cells, length, count)


def _workbook(seed: int) -> Delivery:
    """Write one workbook; headings stand over the first of the columns they are about."""
    dice = Dice(seed, "court_disposals")
    courts: list[Cell] = [None, "Calendar Year Data", None, None, None]
    sections: list[Cell] = [None] * 5
    categories: list[Cell] = [None, "Scroll down for financial years", None, None, None]
    measures: list[Cell] = [None, "Financial Year", "Date", "Quarter    & Year", None]
    for court, (letters, _, _) in COURTS.items():
        width = len(OUTCOMES) + 1
        courts += [court, *[None] * width]
        sections += ["Sentence Outcomes", *[None] * width]
        categories += [*OUTCOMES, None, None]
        measures += [f"{letters}: {outcome[4:]}" for outcome in OUTCOMES]
        measures += [f"Checksum (Sentenced at {letters} = sum of outcomes)", None]
    rows: list[list[Cell]] = [[], [None, NOTE], [], courts, sections, categories, measures]
    rows += [_quarter(dice, place, *when) for place, when in enumerate(QUARTERS)]
    name = "Cross-CJS_data_Police_Courts_Prisons.xlsx"
    sheet = "Crown & Magistrates' Courts"
    return f"court_disposals/synthetic/{name}", workbook(sheet, rows)


def _quarter(dice: Dice, place: int, year: int, quarter: int) -> list[Cell]:
    """Draw a quarter's sentences at both courts."""
    start = year - (quarter == 1)
    date = f"{year}-{3 * quarter - 2:02}-01"
    cells: list[Cell] = [None, f"{start}-{start + 1}", date, f"Q{quarter} {year}", None]
    for _, first, last in COURTS.values():
        levels = [trend(pair, place, len(QUARTERS)) for pair in zip(first, last, strict=True)]
        cells += [*(dice.near(level, spread=2) for level in levels), "EQUAL", None]
    return cells
