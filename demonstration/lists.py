"""Lists that change seldom: bank holidays, and identifiers of some national charities."""

import datetime as dt
import json
from collections.abc import Iterator

from demonstration.draw import Delivery, table

NATIONAL_DAYS = {
    2018: ("01-01 New Year\N{RIGHT SINGLE QUOTATION MARK}s Day", "03-30 Good Friday",
           "05-07 Early May bank holiday", "05-28 Spring bank holiday", "12-25 Christmas Day",
           "12-26 Boxing Day"),
    2019: ("01-01 New Year\N{RIGHT SINGLE QUOTATION MARK}s Day", "04-19 Good Friday",
           "05-06 Early May bank holiday", "05-27 Spring bank holiday", "12-25 Christmas Day",
           "12-26 Boxing Day"),
    2020: ("01-01 New Year\N{RIGHT SINGLE QUOTATION MARK}s Day", "04-10 Good Friday",
           "05-08 Early May bank holiday (VE day)", "05-25 Spring bank holiday",
           "12-25 Christmas Day", "12-28 Boxing Day"),
}  # fmt: skip
OWN_DAYS: dict[str, dict[int, tuple[str, ...]]] = {
    "england-and-wales": {
        2018: ("04-02 Easter Monday", "08-27 Summer bank holiday"),
        2019: ("04-22 Easter Monday", "08-26 Summer bank holiday"),
        2020: ("04-13 Easter Monday", "08-31 Summer bank holiday"),
    },
    "scotland": {
        2018: ("01-02 2nd January", "08-06 Summer bank holiday", "11-30 St Andrew's Day"),
        2019: ("01-02 2nd January", "08-05 Summer bank holiday", "12-02 St Andrew's Day"),
        2020: ("01-02 2nd January", "08-03 Summer bank holiday", "11-30 St Andrew's Day"),
    },
    "northern-ireland": {
        2018: ("03-19 St Patrick's Day", "04-02 Easter Monday", "07-12 Battle of the Boyne",
               "08-27 Summer bank holiday"),
        2019: ("03-18 St Patrick's Day", "04-22 Easter Monday", "07-12 Battle of the Boyne",
               "08-26 Summer bank holiday"),
        2020: ("03-17 St Patrick's Day", "04-13 Easter Monday", "07-13 Battle of the Boyne",
               "08-31 Summer bank holiday"),
    },
}  # fmt: skip
SUBSTITUTES = ("2019-03-18", "2019-12-02", "2020-07-13", "2020-12-28")
WITHOUT_BUNTING = ("Good Friday", "Battle of the Boyne")
CHARITIES = (
    ("GB-CHC-298028", "GB-COH-02158780", "VICTIM SUPPORT"),
    ("GB-CHC-216250", "GB-COH-00061625", "BARNARDO'S"),
    ("GB-CHC-1079327", "GB-COH-03861209", "CHANGE, GROW, LIVE"),
    ("GB-CHC-1108687", "GB-COH-05382856", "CRIMESTOPPERS TRUST"),
)
NAMES = (
    ("GB-CHC-1079327", "CGL"),
    ("GB-CHC-1108687", "Crimestoppers"),
    ("GB-CHC-298028", "VS"),
)


def deliveries() -> Iterator[Delivery]:
    """Write the lists; nothing in them is drawn."""
    divisions: dict[str, dict[str, object]] = {}
    for division, own in OWN_DAYS.items():
        events = sorted(_events(own), key=_date)
        divisions[division] = {"division": division, "events": events}
    holidays = json.dumps(divisions, separators=(",", ":"), ensure_ascii=False)
    yield "bank_holidays/synthetic/bank-holidays.json", holidays.encode()
    folder = "organisations/synthetic/"
    links = table(("org_id_a", "org_id_b", "name"), CHARITIES)
    yield f"{folder}charity-company-numbers.csv", links
    names = [(*name, "") for name in NAMES]
    # The published header ends with a comma that its records do not have.
    header = ("org_id", "alternative_name", "set_as_primary", "")
    yield f"{folder}charity-names.csv", table(header, names)


def _date(event: dict[str, object]) -> str:
    return str(event["date"])


def _events(own: dict[int, tuple[str, ...]]) -> Iterator[dict[str, object]]:
    for year, days in NATIONAL_DAYS.items():
        for text in (*days, *own[year]):
            date = dt.date.fromisoformat(f"{year}-{text[:5]}").isoformat()
            title = text[6:]
            notes = "Substitute day" if date in SUBSTITUTES else ""
            bunting = title not in WITHOUT_BUNTING
            yield {"title": title, "date": date, "notes": notes, "bunting": bunting}
