"""The ONS police force area tables: crime, rates and anti-social behaviour by force, a sheet each."""

from collections.abc import Iterator

from demonstration import recorded_crime
from demonstration.draw import Delivery, Dice, trend
from demonstration.forces import FORCES, SMALLEST, Force
from demonstration.places import DISTRICTS, FORCE_CODE
from demonstration.workbook import Cell, workbook_of

YEAR = "2018/19"
TOTAL = "Total recorded crime\n (excluding fraud) [note 2]"
# Column of the published table: the offence groups and subgroups of the open data it counts.
COLUMNS = {
    "Violence against the person": ("Violence against the person",),
    "Violence with injury": ("Violence with injury",),
    "Violence without injury": ("Violence without injury",),
    "Stalking and harassment": ("Stalking and harassment",),
    "Sexual offences": ("Sexual offences",),
    "Robbery": ("Robbery",),
    "Theft offences": ("Theft offences",),
    "Residential burglary": ("Residential burglary",),
    "Vehicle offences": ("Vehicle offences",),
    "Shoplifting": ("Shoplifting",),
    "Criminal damage and arson": ("Criminal damage and arson",),
    "Drug offences": ("Drug offences",),
    "Possession of weapons offences": ("Possession of weapons offences",),
    "Public order offences": ("Public order offences",),
    "Miscellaneous crimes": ("Miscellaneous crimes against society",),
}
# Parts of a group above them, which the total does not count again.
INSIDE = (
    "Violence with injury", "Violence without injury", "Stalking and harassment",
    "Residential burglary", "Vehicle offences", "Shoplifting",
)  # fmt: skip
HOUSEHOLD_SIZE = 2.41
ASB_YEARS = range(2008, 2020)
ASB_A_THOUSAND = (66, 55, 44, 33, 26, 21, 19)
EARLY = 2012  # before, some forces gave no incidents
GAVE_NONE = ("W15000001", "E23000012")
NOTE = "This worksheet contains one table. Some cells refer to notes in the notes worksheet."
Counts = dict[str, dict[str, int]]


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write the edition of the year ending March 2019."""
    dice = Dice(seed, "ons_force_area_tables")
    ours = _ours(seed)
    counts: Counts = {
        force.code: ours if force.code == FORCE_CODE else _scaled(dice, ours, force)
        for force in FORCES
    }
    title = "Police recorded crime by offence group and police force area, England and Wales"
    ending = "year ending March 2019"
    sheets: dict[str, list[list[Cell]]] = {
        "Notes": [["Notes"], ["2", "Fraud is left out of police force area tables."]],
        "Table P1": _crime(f"Table P1: {title}, number of offences, {ending} [note 1]", counts),
        "Table P3": _rates(
            f"Table P3: {title}, rate of offences per 1,000 population, {ending}", counts
        ),
        "Table P12": _incidents(dice),
    }
    yield "ons_force_area_tables/synthetic/pfatablesyemar19.xlsx", workbook_of(sheets)


def _ours(seed: int) -> dict[str, int]:
    """Count our force's year as the Home Office's release has it."""
    counts = dict.fromkeys((TOTAL, *COLUMNS), 0)
    for year, _, offence, count in recorded_crime.counts(seed):
        if year == YEAR:
            counts[TOTAL] += count
            for column, names in COLUMNS.items():
                if offence["group"] in names or offence["subgroup"] in names:
                    counts[column] += count
    return counts


def _scaled(dice: Dice, ours: dict[str, int], force: Force) -> dict[str, int]:
    """Make up another force's crime from ours, its size and a little of its own."""
    share = force.population / _population(FORCE_CODE) * (85 + dice.whole(0, 40)) / 100
    parts = {name: dice.near(ours[name] * share, spread=2.0) for name in COLUMNS}
    whole = [name for name in COLUMNS if name not in INSIDE]
    return {TOTAL: sum(parts[name] for name in whole), **parts}


def _population(code: str) -> int:
    if code == FORCE_CODE:
        return sum(district.population_2018 for district in DISTRICTS)
    return next(force.population for force in FORCES if force.code == code)


def _households(code: str) -> int:
    return 100 * round(_population(code) / HOUSEHOLD_SIZE / 100)


def _crime(title: str, counts: Counts) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [title],
        [NOTE],
        ["Source: Home Office - Police recorded crime"],
        ["Area Code", "Area Name", TOTAL, *COLUMNS],
    ]
    whole = [sum(of[name] for of in counts.values()) for name in (TOTAL, *COLUMNS)]
    rows.append(["K04000001", "ENGLAND AND WALES [note 3]", *whole])
    rows += [[f.code, _name(f), *counts[f.code].values()] for f in FORCES]
    return rows


def _rates(title: str, counts: Counts) -> list[list[Cell]]:
    rested_on = (
        "Population figures\n (mid-2018) rounded to 100\n[note 8]",
        "Household figures\n (mid-2018)  rounded to 100\n[note 9]",
    )
    rows: list[list[Cell]] = [
        [title],
        [NOTE],
        ["Source: Home Office - Police recorded crime"],
        ["Area Code", "Area Name", *rested_on, TOTAL, *COLUMNS],
    ]
    for force in FORCES:
        people = round(_population(force.code), -2)
        of = counts[force.code].values()
        rates: list[Cell] = (
            ["[u1]"] * len(of) if force.code == SMALLEST else [1000 * n / people for n in of]
        )
        rows.append([force.code, _name(force), people, _households(force.code), *rates])
    return rows


def _incidents(dice: Dice) -> list[list[Cell]]:
    """Lay out incidents and rates by year; what a force did not give is marked."""
    heads = [f"Apr {year - 1} to Mar {year}" for year in ASB_YEARS]
    header: list[Cell] = ["Area name"]
    for head in heads:
        header += [f"{head}\nNumber of Incidents", f"{head}\nNumber per 1,000 population"]
    rows: list[list[Cell]] = [
        ["Table P12:  Anti-social behaviour incidents, by police force area, England and Wales"],
        [NOTE],
        header,
    ]
    for force in FORCES:
        row: list[Cell] = [f"{_name(force)} [note 4]" if force.code in GAVE_NONE else _name(force)]
        for place, year in enumerate(ASB_YEARS):
            level = trend(ASB_A_THOUSAND, place, len(ASB_YEARS))
            count = dice.near(level * _population(force.code) / 1000, spread=3.0)
            known = force.code not in GAVE_NONE or year >= EARLY
            row += [count, 1000 * count / _population(force.code)] if known else ["[x]", "[x]"]
        rows.append(row)
    return rows


def _name(force: Force) -> str:
    """Spell a force as this publisher does."""
    return {"London, City of": "City of London"}.get(force.name, force.name.replace("&", "and"))
