"""Sentences in England and Wales by quarter, as the courts sheet of a wide published workbook."""

from collections.abc import Iterator

from pipelines.demonstration.draw import Delivery, Dice, trend
from pipelines.demonstration.workbook import Cell, workbook

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


def deliveries(seed: int) -> Iterator[Delivery]:
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
    yield f"court_disposals/synthetic/{name}", workbook(sheet, rows)


def _quarter(dice: Dice, place: int, year: int, quarter: int) -> list[Cell]:
    """Draw a quarter's sentences at both courts."""
    start = year - (quarter == 1)
    date = f"{year}-{3 * quarter - 2:02}-01"
    cells: list[Cell] = [None, f"{start}-{start + 1}", date, f"Q{quarter} {year}", None]
    for _, first, last in COURTS.values():
        levels = [trend(pair, place, len(QUARTERS)) for pair in zip(first, last, strict=True)]
        cells += [*(dice.near(level, spread=2) for level in levels), "EQUAL", None]
    return cells
