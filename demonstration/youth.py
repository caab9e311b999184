"""First time entrants to youth justice, as one table of a published workbook each."""

from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table, trend
from demonstration.workbook import Cell, workbook

YEARS = range(2010, 2018)
# First time entrants in the first year and in the last, and children aged 10 to 17.
AREAS = {
    ("England", "England"): (42000, 13600, 4_880_000), ("Wales", "Wales"): (2500, 900, 272_000),
    ("East of England", "East of England"): (4200, 1350, 553_000),
    ("East of England", "Bedford"): (150, 42, 16_300),
    ("East of England", "Cambridgeshire"): (420, 128, 56_400),
    ("East of England", "Essex"): (1050, 340, 128_000),
    ("East of England", "Hertfordshire"): (760, 250, 111_000),
    ("East of England", "Norfolk"): (640, 205, 74_500),
    ("East of England", "Peterborough(4)"): (260, 88, 19_100),
    ("East of England", "Suffolk"): (560, 170, 65_200),
}  # fmt: skip
NOT_AVAILABLE = ("Bedford", 2010)
NOTE = "(1) The number of first time entrants is from the Police National Computer."


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the numbers as a workbook and the children of that age as CSV, titles above both."""
    dice = Dice(seed, "first_time_entrants")
    numbers: list[list[Cell]] = []
    for (region, name), (first, last, _) in AREAS.items():
        cells: list[Cell] = [region, name]
        for place, year in enumerate(YEARS):
            count = dice.near(trend((first, last), place, len(YEARS)), spread=0.5)
            cells.append(".." if (name, year) == NOT_AVAILABLE else float(count))
        numbers.append(cells)
    span = f"{YEARS[0]} to {YEARS[-1]}"
    title = f"Numbers of child first time entrants(1)(2), by Local Authority, years ending December {span}"
    rows: list[list[Cell]] = [
        [f"Table 2.9: {title}"],
        [],
        ["Region", "Local Authority(3)", *(str(year) for year in YEARS)],
        *numbers,
        [],
        [NOTE],
    ]
    folder = "first_time_entrants/synthetic/"
    yield f"{folder}ch2_first_time_entrants_2017-18.xlsx", workbook("2.9", rows)
    children = [
        (name.removesuffix("(4)"), *(f"{size + 150 * n:,}" for n in range(len(YEARS))))
        for (_, name), (_, _, size) in AREAS.items()
    ]
    head = table(
        [f"Population aged 10 to 17, by Local Authority, mid-{YEARS[0]} to mid-{YEARS[-1]}"], []
    )
    body = table(["Local Authority", *YEARS], children)
    yield f"{folder}population_aged_10_to_17.csv", head + body
