"""How the force stands: confidence, complaints, audits, recommendations, the public's questions."""

import datetime as dt
from collections.abc import Iterator

from demonstration.draw import Delivery, Dice, table, trend
from demonstration.places import CONSTABULARY, FORCE_CODE
from demonstration.workbook import Cell, workbook

AS_AT = dt.date(2019, 12, 18)
YEARS = (2014, 2015, 2016, 2017, 2018, 2019)  # ending in March
# Per cent good or excellent in the first and the last year, unweighted base, employees, complaints.
FORCES = {
    ("E23000026", "Bedfordshire"): (60, 53, 610, 2080, 610),
    ("E23000023", "Cambridgeshire"): (64, 58, 620, 2330, 560),
    ("E23000028", "Essex"): (58, 49, 880, 5050, 1610),
    ("E23000027", "Hertfordshire"): (66, 61, 690, 3420, 820),
    ("E23000024", "Norfolk"): (67, 60, 640, 2760, 700),
    ("E23000025", "Suffolk"): (65, 57, 600, 2250, 560),
}
NATIONAL = ("K04000001", "England and Wales")
CONFIDENCE_HEADER = (
    "Area Code", "Area Name", "Police do a good or\nexcellent job",
    "Can be relied on to be\nthere when you need them", "Unweighted base -\nnumber of adults",
)  # fmt: skip
COMPLAINTS_HEADER = (
    "Police force", "Complaint cases recorded", "Allegations recorded", "Number of employees",
    "Allegations per 1,000 employees", "Average number of days to finalise complaint cases",
)  # fmt: skip
TYPES = ("Area for improvement", "Area for improvement", "Recommendation", "Cause of concern")
INSPECTIONS = {
    dt.date(2016, 11, 3): "PEEL: Police efficiency 2016",
    dt.date(2017, 3, 2): "PEEL: Police effectiveness 2016",
    dt.date(2017, 12, 12): "PEEL: Police legitimacy 2017",
    dt.date(2018, 10, 16): "Crime data integrity inspection 2018",
    dt.date(2019, 5, 2): "PEEL: Integrated assessment 2018/19",
}
BOARDS = tuple(dt.date(year, month, 14) for year in (2017, 2018, 2019) for month in (3, 6, 9, 12))


def deliveries(seed: int) -> Iterator[Delivery]:
    """Write each publisher's file in its own form."""
    for place, year in enumerate(YEARS):
        name = f"public_confidence/synthetic/policeforceareatablesyearendingmarch{year}.xlsx"
        yield name, workbook("Table S3", _confidence(Dice(seed, "confidence", year), place, year))
        if place:
            name = f"police_complaints/synthetic/police_complaints_{year - 1}-{year % 100}.csv"
            yield name, _complaints(Dice(seed, "complaints", year), place, year)
    yield "crime_recording_audits/synthetic/crime_data_integrity.csv", _audits()
    yield (
        f"inspection_recommendations/synthetic/inspection_recommendations_{AS_AT}.csv",
        _recommendations(Dice(seed, "inspection_recommendations")),
    )
    yield (
        f"public_questions/synthetic/public_questions_{AS_AT}.csv",
        _questions(Dice(seed, "public_questions")),
    )


def _confidence(dice: Dice, place: int, year: int) -> list[list[Cell]]:
    """Lay the table out under its titles; the smallest force has too few people to be shown."""
    title = (
        "Table S3: Ratings of the local police, by police force area, "
        f"year ending March {year} CSEW"
    )
    rows: list[list[Cell]] = [
        [title], ["England and Wales"], ["Adults aged 16 and over, percentages"], [],
        list(CONFIDENCE_HEADER), [*NATIONAL, 63 - place, 58 - place, 34000 + dice.whole(-600, 600)],
        ["E12000006", "East", 62 - place, 57 - place, 3900 + dice.whole(-90, 90)],
    ]  # fmt: skip
    for area, (first, last, base, _, _) in FORCES.items():
        good = trend((first, last), place, len(YEARS)) + dice.normal()
        asked = dice.near(base)
        rows.append([*area, round(good, 1), round(good - 6, 1), asked])
    rows.append(["E23000034", "London, City of", "[c]", "[c]", 31])
    return [*rows, [], ["Source: Crime Survey for England and Wales"],
            ["[c] fewer than 50 people were asked."]]  # fmt: skip


def _complaints(dice: Dice, place: int, year: int) -> bytes:
    """Lay the annual table out under two title lines; England and Wales is the whole."""
    rows: list[tuple[object, ...]] = []
    for (_, name), (*_, employees, complaints) in FORCES.items():
        cases = dice.near(complaints * (100 - 2 * place) / 100)
        alleged = cases * dice.whole(180, 210) // 100
        staff = employees + dice.whole(-40, 40)
        days = dice.whole(95, 140)
        rows.append((name, cases, alleged, staff, 1000 * alleged // staff, days))
    rows.append((NATIONAL[1], "31,671", "60,914", "203,542", 299, 118))
    header = table(COMPLAINTS_HEADER, rows, ends="\r\n")
    title = (
        f'"Table 1: Complaints and allegations recorded, {year - 1}/{year % 100}",,,,,\r\n,,,,,\r\n'
    )
    return title.encode() + header


def _audits() -> bytes:
    header = (
        "force", "inspection_date", "crime_group", "audited", "recorded", "margin",
    )  # fmt: skip
    rows = [
        (CONSTABULARY, "2014-08-29", "All crime", 61, 52, ""),
        (CONSTABULARY, "2018-08-31", "All crime", 1124, 1007, "2.1"),
        (CONSTABULARY, "2018-08-31", "Violence", 336, 286, "3.8"),
        (CONSTABULARY, "2018-08-31", "Sexual offences", 201, 189, "3.2"),
    ]
    return table(header, rows, ends="\r\n")


def _recommendations(dice: Dice) -> bytes:
    rows: list[tuple[object, ...]] = []
    for raised, inspection in INSPECTIONS.items():
        for number in range(1, dice.whole(4, 8)):
            closed = raised + dt.timedelta(days=dice.whole(150, 900))
            rows.append(
                (
                    f"{raised:%Y%m}-{number:02}", CONSTABULARY, inspection, dice.pick(TYPES), raised,
                    closed if closed <= AS_AT else "", AS_AT,
                )
            )  # fmt: skip
    header = (
        "recommendation_id", "force", "inspection", "type", "date_raised", "date_closed",
        "register_date",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")


def _questions(dice: Dice) -> bytes:
    rows: list[tuple[object, ...]] = []
    for board in BOARDS:
        for _ in range(dice.whole(3, 8)):
            raised = board - dt.timedelta(days=dice.whole(5, 80))
            answered: dt.date | str = board - dt.timedelta(days=dice.whole(0, 4))
            if dice.unit() < 0.15:
                later = board + dt.timedelta(days=dice.whole(7, 60))
                answered = later if later <= AS_AT else ""
            rows.append((f"Q{len(rows) + 1:04}", FORCE_CODE, raised, board, answered, AS_AT))
    header = (
        "question_id", "area_code", "raised_date", "board_date", "answered_date", "register_date",
    )  # fmt: skip
    return table(header, rows, ends="\r\n")
