"""The clean files that are spoilt: real ones and demonstration ones, each with its true rows.

The truth is read by Python's own csv module and a few lines of conversion here, never by the
intake that is under test.
"""

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from demonstration import area, crown_court, demand, recorded_crime, reoffending, victims, youth
from pipelines import assemble
from pipelines.contract.feed import Feed, Layout

MOST_RECORDS = 60
SEED = 2019

# Name, feed, and the end of the delivery's path; for real files the path under the shared data.
DEMONSTRATION = (
    ("demonstration lookup", "area", "lsoa11_wd19_lad19.csv"),
    ("demonstration recorded crime", "home_office_recorded_crime", ".csv"),
    ("demonstration court backlog", "crown_court_caseload", "gold_backlog_by_court.csv"),
    ("demonstration reoffending", "proven_reoffending", "proven_reoffending_data.csv"),
    ("demonstration victim survey", "victim_survey", ".csv"),
    ("demonstration youth justice", "youth_justice", ".csv"),
    ("demonstration demand", "police_demand", ".csv"),
)
REAL = (
    (
        "real street crime",
        "police_uk_street",
        "police_uk/2018-10/2018-10-cambridgeshire-street.csv",
    ),
    (
        "real outcomes",
        "police_uk_outcomes",
        "police_uk/2019-10/2019-10-cambridgeshire-outcomes.csv",
    ),
    (
        "real prosecutions",
        "cps_case_outcomes",
        "cps_case_outcomes/2014/principal_offence_category_july_2014.csv",
    ),
    ("real court backlog", "crown_court_caseload", "crown_court/gold_backlog_by_court.csv"),
    ("real populations", "population", "geography/la_population.csv"),
    ("real youth justice", "youth_justice", "youth_justice/children_offending.csv"),
)
NAMES = tuple(name for name, *_ in (*DEMONSTRATION, *REAL))


@dataclass(frozen=True)
class Base:
    """One clean file: its feed and layout, its name, its header and its records as text."""

    name: str
    feed: Feed
    layout: Layout
    file_name: str
    header: list[str]
    records: list[list[str]]
    delimiter: str = ","

    def text(self, header=None, records=None, ends="\n"):
        """Write the file anew, cells quoted only where they must be."""
        target = io.StringIO()
        writer = csv.writer(target, delimiter=self.delimiter, lineterminator=ends)
        writer.writerow(self.header if header is None else header)
        writer.writerows(self.records if records is None else records)
        return target.getvalue()

    def places(self):
        """The place of each column of ours in the clean header."""
        found = {}
        for column in self.layout.columns:
            at = [n for n, cell in enumerate(self.header) if column.matches(cell)]
            if at:
                found[column.name] = at[0]
        return found

    def truth(self, records=None, header=None):
        """The rows that a right load of these records gives, with how often each stands."""
        places = self.places()
        if header is not None:
            places = {n: header.index(self.header[p]) for n, p in places.items()}
        rows = Counter()
        for record in self.records if records is None else records:
            rows[
                tuple(
                    true_value(column, record[places[column.name]])
                    if column.name in places
                    else None
                    for column in self.layout.columns
                )
            ] += 1
        return rows

    def column(self, *, wanted):
        """The first column of ours in the file for which `wanted` holds, with its place; or None."""
        places = self.places()
        for column in self.layout.columns:
            if column.name in places and wanted(column):
                return column, places[column.name]
        return None


def true_value(column, text):
    """Convert one delivered cell by hand, as a person who knows the contract would."""
    if not text:
        return None
    kind = column.type
    if text.strip() in {*column.missing, *column.markers} and text.strip() != "":
        return 0.0 if column.markers.get(text.strip()) == "zero" else None
    if kind == "varchar":
        return text
    if kind == "date":
        if column.date_format:
            return dt.datetime.strptime(text.strip(), column.date_format).date().isoformat()
        return dt.date.fromisoformat(text.strip()[:10].replace("/", "-")).isoformat()
    if kind == "boolean":
        return text.strip().casefold() in ("true", "t", "yes", "1")
    bare = text.strip()
    for sign in "£%,":
        bare = bare.replace(sign, "") if column.number else bare
    try:
        return round(float(Decimal(bare.strip())), 6)
    except InvalidOperation:
        return ("not a number", text)


def shown(value):
    """Write a staged value as `true_value` writes it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()[:10]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return round(float(value), 6)
    return value


def is_number(column):
    """Say whether a column holds figures."""
    return column.type.startswith(("integer", "bigint", "double", "decimal", "smallint"))


def all_bases(shared_data):
    """Make every base that this machine can; the real ones only where the shared data is."""
    feeds = {feed.feed_id: feed for feed in assemble.feeds()}
    made = {}
    delivered = _demonstration()
    for name, feed_id, ending in DEMONSTRATION:
        path, content = next(
            (path, content)
            for path, content in delivered
            if path.startswith(f"{feed_id}/") and path.endswith(ending)
        )
        made[name] = _base(name, feeds[feed_id], path, content)
    for name, feed_id, path in REAL:
        if shared_data.is_dir():
            made[name] = _base(name, feeds[feed_id], path, (shared_data / path).read_bytes())
    return made


def _demonstration():
    modules = (area, recorded_crime, crown_court, reoffending, victims, youth)
    found = [pair for module in modules for pair in module.deliveries(SEED)]
    found.append(next(iter(demand.deliveries(demand.days(SEED)))))
    return found


def _base(name, feed, path, content):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    header, records = rows[0], [row for row in rows[1:] if any(row)]
    layout = next(
        layout
        for layout in feed.layouts
        if layout.reader is None and not layout.bind(list(header))[1]
    )
    kept = [record for record in records if len(record) == len(header)]
    most = max(MOST_RECORDS, layout.minimum_rows)
    return Base(name, feed, layout, f"{feed.feed_id}/{path.split('/', 1)[1]}", header, kept[:most])
