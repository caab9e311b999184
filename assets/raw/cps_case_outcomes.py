"""Crown Prosecution Service case outcomes by principal offence category, exactly as published.

Grain     one row per prosecution area and month; one column pair per offence category and result
Supplier  Crown Prosecution Service, monthly case outcomes by principal offence category
Arrives   monthly, about three months after the month; only the file name or folder says which
Rights    Open Government Licence v3.0; counts of defendants; no personal data

The National row stays: the sum of the areas must equal it. The header of the last column is wrong
at source (it says Motoring where it is Admin Finalised), so both names are known. A month that is
delivered again replaces the month.
"""

import datetime as dt
import re

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table
from pipelines.contract.periods import MONTH_NUMBERS, SHORT_MONTH, month_in_path

CATEGORIES = (
    ("homicide", "Homicide"),
    ("offences_against_the_person", "Offences Against The Person"),
    ("sexual_offences", "Sexual Offences"),
    ("burglary", "Burglary"),
    ("robbery", "Robbery"),
    ("theft_and_handling", "Theft And Handling"),
    ("fraud_and_forgery", "Fraud And Forgery"),
    ("criminal_damage", "Criminal Damage"),
    ("drugs_offences", "Drugs Offences"),
    ("public_order_offences", "Public Order Offences"),
    ("all_other_offences", "All Other Offences (excluding Motoring)"),
    ("motoring_offences", "Motoring Offences"),
)
RESULTS = (("convictions", "Convictions"), ("unsuccessful", "Unsuccessful"))
NONE = ("", "-", "..")

_SHORT = re.compile(rf"(?<![a-z])({SHORT_MONTH})[a-z]*[-_ ]?(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\d)(0[1-9]|1[0-2])[-_ .]((?:19|20)\d\d)(?!\d)")
_LEADING_NUMBER = re.compile(r"(0[1-9]|1[0-2])(?!\d)")
_YEAR_FOLDER = re.compile(r"(?:19|20)\d\d")


def month_of_case_outcomes(path: str) -> dt.date | None:
    """Read the month from every spelling seen: `april_2014`, `Apr-14`, `04-2014`, `2014/04.csv`."""
    parts = [part.casefold() for part in re.split(r"[/\\!]", path)]
    for part in reversed(parts):
        if match := _SHORT.search(part):
            return dt.date(2000 + int(match[2]), MONTH_NUMBERS[match[1]], 1)
        if match := _MONTH_FIRST.search(part):
            return dt.date(int(match[2]), int(match[1]), 1)
    if month := month_in_path(path):
        return month
    number = _LEADING_NUMBER.match(parts[-1])
    year = next((part for part in reversed(parts[:-1]) if _YEAR_FOLDER.fullmatch(part)), None)
    return dt.date(int(year), int(number[1]), 1) if number and year else None


def _count(name: str, title: str) -> Column:
    return Column(
        name,
        # Some editions print the category's letter before its name ("Number of A Homicide ...").
        (f"Number of {title}", rf"re:number of [a-l] {re.escape(title)}"),
        type="integer",
        number=True,
        missing=NONE,
        unit="defendants",
        description=f"Defendants: {title.lower()}.",
    )


def _percentage(name: str, *titles: str) -> Column:
    return Column(
        name,
        tuple(f"Percentage of {title}" for title in titles),
        required=False,
        description="Share of the category's defendants, as printed; never computed with.",
    )


def _columns() -> tuple[Column, ...]:
    columns = [
        Column(
            "area_name",
            ("", "Area", "CPS Area", "CPS Area Name"),
            nullable=False,
            description="Prosecution area as spelt by the publisher; National is the total.",
        )
    ]
    for category, title in CATEGORIES:
        for result, word in RESULTS:
            columns.append(_count(f"{category}_{result}", f"{title} {word}"))
            columns.append(_percentage(f"{category}_{result}_percent", f"{title} {word}"))
    columns.append(_count("admin_finalised_unsuccessful", "Admin Finalised Unsuccessful"))
    columns.append(
        _percentage(
            "admin_finalised_unsuccessful_percent",
            "L Motoring Offences Unsuccessful",
            "Admin Finalised Unsuccessful",
        )
    )
    return tuple(columns)


FEED = feed_of_one_table(
    "cps_case_outcomes",
    title="Crown Prosecution Service case outcomes",
    **source("cps_case_outcomes"),
    cadence="monthly",
    due_days=120,
    data_to="last_day(max(file_period))",
    columns=_columns(),
    key=("area_name",),
    partition_by=("file_period",),
    ignore=(r"(grand )?total\b.*", r"(notes?|source|crown copyright)\b.*"),
    period_in_name=month_of_case_outcomes,
)
