"""Trials, the time that cases take, and out-of-court disposals, as the Ministry of Justice gives them."""

from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table, trend

QUARTERS = [(year, quarter) for year in range(2013, 2020) for quarter in (1, 2, 3, 4)][2:26]
MONTHS = ("Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec")
# Areas with a weight for their size, and the Crown Court sites in them with a share of it.
AREAS = {
    "Bedfordshire": (10, {"Luton": 100}), "Cambridgeshire": (11, {"Cambridge": 55, "Peterborough": 45}),
    "Essex": (25, {"Basildon": 60, "Chelmsford": 40}), "Hertfordshire": (15, {"St Albans": 100}),
    "Norfolk": (12, {"Norwich": 100}), "Suffolk": (10, {"Ipswich": 100}),
}  # fmt: skip
GROUPS = {"01: Violence against the person": 55, "13: Not known": 45}
TRIAL_HEADER = (
    "year", "quarter", "region", "lcjb", "court", "offence_group", "trial_effectiveness", "reason",
    "value",
)  # fmt: skip
NO_REASON = "0. Not applicable"
# Trials a quarter for each unit of weight, then the share in a thousand of each result and reason,
# in the first quarter and in the last.
KINDS = {
    "magistrates": (38, {
        ("1: Effective trials", NO_REASON): (445, 492),
        ("2: Cracked trials", "1. Late guilty plea accepted"): (285, 265),
        ("2: Cracked trials", "3. Prosecution end case: witness absent or withdrawn"): (78, 66),
        ("3: Ineffective trials", "2. Prosecution witness absent"): (42, 33),
        ("3: Ineffective trials", "4. Defence witness absent"): (18, 16),
        ("3: Ineffective trials", "5. Court administrative problems"): (132, 128),
        ("4. Vacated trial", NO_REASON): (180, 160),
    }),
    "crown_court": (8, {
        ("1: Effective trials", NO_REASON): (512, 508),
        ("2: Cracked trials", "1. Late guilty plea accepted"): (300, 318),
        ("2: Cracked trials", "3. Prosecution end case: witness absent or withdrawn"): (35, 31),
        ("3: Ineffective trials", "2. Prosecution witness absent"): (28, 22),
        ("3: Ineffective trials", "4. Defence witness absent"): (9, 8),
        ("3: Ineffective trials", "5. Court administrative problems"): (116, 113),
        ("4. Vacated trial", NO_REASON): (140, 150),
    }),
}  # fmt: skip
AVERAGES = (
    "offence to charge", "charge to first list", "first list to completion",
    "offence to completion",
)  # fmt: skip
TIME_HEADER = (
    "Year", "Period", "Court type", "National", "Region", "LCJB area", "LJA or Court name",
    "Defendants", *(f"Mean {stage}" for stage in AVERAGES), *(f"Median {stage}" for stage in AVERAGES),
)  # fmt: skip
# Median days of the three stages in the first quarter and in the last, and defendants by weight.
STAGES = {
    "-": ((95, 24, 18), (118, 22, 20), 300), "Magistrates' courts": ((92, 25, 4), (116, 23, 4), 260),
    "Crown Court": ((110, 12, 140), (150, 9, 160), 40),
}  # fmt: skip
DISPOSALS = {
    "01: Caution": (44, 17), "02: Penalty notice for disorder": (17, 4),
    "03: Cannabis warning": (14, 4), "04: Khat warning": (0, 0), "05: Community resolution": (22, 26),
}  # fmt: skip
DISPOSAL_HEADER = (
    "Year", "Quarter", "Sex", "Age Group", "Police Force Area", "Offence Type", "Offence Group",
    "Offence", "Disposal Type", "Count",
)  # fmt: skip


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write a file of trials for each kind of court, one of timeliness and one of disposals."""
    for kind in KINDS:
        rows = _trials(Dice(seed, "trial_effectiveness", kind), kind)
        name = f"trial_effectiveness/synthetic/{kind}_trials_2019Q2.csv"
        yield name, table(TRIAL_HEADER, rows, ends="\r\n")
    times = table(TIME_HEADER, _times(Dice(seed, "court_timeliness")), ends="\r\n")
    yield "court_timeliness/synthetic/timeliness_2019Q2.csv", times
    disposals = _disposals(Dice(seed, "out_of_court_disposals"))
    name = "out_of_court_disposals/synthetic/out_of_court_disposals_2019Q2.csv"
    yield name, table(DISPOSAL_HEADER, disposals, ends="\r\n")


def _trials(dice: Dice, kind: str) -> Iterator[tuple[object, ...]]:
    """Draw every quarter's trials; a result that none had is left blank."""
    level, shares = KINDS[kind]
    for place, (year, quarter) in enumerate(QUARTERS):
        for area, (weight, sites) in AREAS.items():
            courts = sites if kind == "crown_court" else {area: 100}
            for court, part in courts.items():
                for group, of_all in GROUPS.items():
                    listed = level * weight * part * of_all / 10_000
                    for (result, reason), share in shares.items():
                        count = dice.near(listed * trend(share, place, len(QUARTERS)) / 1000)
                        cells = (year, f"Q{quarter}", "South East", area, court, group)
                        yield (*cells, result, reason, count or "")


def _times(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Draw days by kind of court: the country, each area, then each Crown Court site."""
    for place, (year, quarter) in enumerate(QUARTERS):
        period = f"{year} Q{quarter} ({MONTHS[quarter - 1]})"
        for court_type, (first, last, defendants) in STAGES.items():
            places = [("England and Wales", "-", "-", "-", 800)]
            for area, (weight, sites) in AREAS.items():
                places.append(("England and Wales", "South East", area, "-", weight))
                if court_type == "Crown Court":
                    places += [
                        ("England and Wales", "South East", area, site, weight * part // 100)
                        for site, part in sites.items()
                    ]
            for *names, weight in places:
                levels = [
                    trend(pair, place, len(QUARTERS)) for pair in zip(first, last, strict=True)
                ]
                days = [
                    max(0, round(level + dice.normal() * 30 / (3 + weight))) for level in levels
                ]
                medians = [*days, sum(days)]
                means = [day + day // 3 for day in medians]
                count = dice.near(defendants * weight)
                yield (year, period, court_type, *names, count, *means, *medians)


def _disposals(dice: Dice) -> Iterator[tuple[object, ...]]:
    """Draw each quarter's disposals; a combination that none was given is left out."""
    for place, (year, quarter) in enumerate(QUARTERS):
        for area, (weight, _) in AREAS.items():
            for disposal, level in DISPOSALS.items():
                count = dice.near(weight * trend(level, place, len(QUARTERS)))
                known = "resolution" not in disposal
                cells = ("01: Male", "04: Adults") if known else ("99: Not known", "99: Not known")
                offence = ("02: Triable either way", "03: Theft offences", "46. Shoplifting")
                if count:
                    yield (year, f"Q{quarter}", *cells, area, *offence, disposal, count)
