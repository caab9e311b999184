"""A small hand-made published snapshot: every table of the contract, one measure of each kind."""

import datetime as dt
import json
import re
from html import unescape
from pathlib import Path

import duckdb
import pytest
import yaml
from playwright.sync_api import sync_playwright

from assets.published.schema import TABLES
from dashboards.web.app import create_app
from snapshot.published import Published
from snapshot.snapshots import AUDIENCES
from tests.lanes import missing

CHROMIUM = next(
    (
        path
        for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser"))
        if path.exists()
    ),
    None,
)
FORCE, FORCE_NAME = "E23000023", "Cambridgeshire"
COUNTY, CITY, NATION = "E10000003", "E06000031", "K04000001"
NAMES = {
    FORCE: FORCE_NAME,
    COUNTY: "Cambridgeshire",
    CITY: "Peterborough",
    NATION: "England and Wales",
    "E07000008": "Cambridge",
    "X99000023": "Place not known (Cambridgeshire)",
    "X98000023": "Recorded outside the force area (Cambridgeshire)",
}
AS_AT = dt.date(2019, 12, 18)
SNAPSHOT_ID = "20191218T023000Z-test"

# 30 months to October 2019; None is a month the source never published.
POSSIBLE = [341, 352, 337, 360, 349, 371, 344, 358, 339, 362, 350, 345, 297, 270, 281, 288, None]
POSSIBLE += [279, 284, 290, 275, 268, 283, 277, 281, 270, 276, 268, 262, 261]
RECORDED = [2790, 2801, 2755, 2810, 2774, 2830, 2768, 2805, 2781, 2799, 2812, 2760, 2820, 2788]
RECORDED += [2779, 2806, 2793, 2770, 2801, 2815, 2767, 2754, 2790, 2733, 2781, 2749, 2772, 2716]
RECORDED += [2705, 2691]
ANTISOCIAL = [1.42, 1.39, 1.37, 1.41, 1.38, 1.40, 1.36, 1.39, 1.38, 1.21, 1.19, 1.20, 1.18]
QUARTERS = {"Violence": [4100, 4180, 4260, 4390], "Theft": [7800, 7710, 7680, 7600]}
TYPICAL_DAY = {"101 calls": 890, "Incidents": 399, "999 calls": 361, "Crimes": 175, "Arrests": 29}
TYPICAL_DAY |= {"Dwelling burglaries": 6, "Robberies": 2}


def month(index, first=(2017, 5)):
    """First and last day of the nth month from a first one."""
    count = first[0] * 12 + first[1] - 1 + index
    start = dt.date(count // 12, count % 12 + 1, 1)
    return start, dt.date((count + 1) // 12, (count + 1) % 12 + 1, 1) - dt.timedelta(days=1)


def observation(metric_id, period_type, start, end, value, **more):
    """One figure; the force area and final unless said otherwise."""
    row = {
        "metric_id": metric_id,
        "area_code": FORCE,
        "period_type": period_type,
        "period_start_date": start,
        "period_end_date": end,
        "value": value,
        "numerator": value,
        "state": "final",
        "source_release": "delivery of 5 December 2019",
        "first_published_value": value,
    }
    row |= more
    return row | {"area_name": NAMES[row["area_code"]]}


def observations():
    """Every figure of the snapshot."""
    rows = []
    for index, (top, base) in enumerate(zip(POSSIBLE, RECORDED, strict=True)):
        value = None if top is None else 100 * top / base
        missing = {"state": "missing", "reason": "The source published nothing for this month."}
        more = missing if top is None else {"lower": value - 1.1, "upper": value + 1.1}
        more |= {"state": "provisional"} if index == 29 else {}
        rows.append(
            observation(
                "prosecution_possible_rate",
                "month",
                *month(index),
                value,
                **{"numerator": top, "denominator": base} | more,
            )
        )
    october = (dt.date(2019, 10, 1), dt.date(2019, 10, 31))
    national = {"area_code": NATION, "numerator": 89, "denominator": 1000}
    rows.append(observation("prosecution_possible_rate", "month", *october, 8.9, **national))
    for index, value in enumerate(ANTISOCIAL):
        counts = {"numerator": value * 855.796, "denominator": 855796}
        rows.append(
            observation(
                "antisocial_behaviour_rate", "month", *month(index, (2018, 10)), value, **counts
            )
        )
    for part, values in (QUARTERS | {None: [11900, 11890, 11940, 11990]}).items():
        for index, value in enumerate(values):
            start, _ = month(3 * index, (2018, 10))
            _, end = month(3 * index + 2, (2018, 10))
            by = {"breakdown": part and "offence_group", "breakdown_value": part}
            rows.append(observation("recorded_crime_count", "quarter", start, end, value, **by))
    cohort = (dt.date(2016, 10, 1), dt.date(2017, 9, 30))
    for area, top, base in ((COUNTY, 768, 3000), (CITY, 317, 1000)):
        value = 100 * top / base
        more = {"area_code": area, "numerator": top, "denominator": base}
        more |= {"lower": value - 1.5, "upper": value + 1.6}
        rows.append(observation("proven_reoffending_rate", "cohort_year", *cohort, value, **more))
    year = (dt.date(2018, 10, 1), dt.date(2019, 9, 30))
    for part, value in TYPICAL_DAY.items():
        by = {"breakdown": "demand_type", "breakdown_value": part}
        by |= {"numerator": value * 365, "denominator": 365}
        rows.append(observation("typical_day_count", "day_average", *year, value, **by))
    for index, value in enumerate([91.2, 90.4, 92.0]):
        rows.append(
            observation(
                "emergency_call_rate", "month", *month(index, (2019, 7)), value, denominator=9000
            )
        )
    held = {"state": "withheld", "reason": "core.police_demand broke a promise: dates are unique"}
    for index in (3, 4):
        span = month(index, (2019, 7))
        rows.append(
            observation("emergency_call_rate", "month", *span, None, **held | {"numerator": None})
        )
    for first, value in ((2017, 402000), (2018, 455500), (2019, 516000)):
        span = (dt.date(first, 4, 1), dt.date(first + 1, 3, 31))
        rows.append(observation("grant_awarded_gbp", "financial_year", *span, value))
    for area, value in ((FORCE, 5200), ("E07000008", 1100), ("X99000023", 214), ("X98000023", 41)):
        more = {"area_code": area}
        rows.append(observation("street_level_crime_count", "month", *october, value, **more))
    return rows


def tables():
    """Every table of the snapshot, as lists of rows."""
    rows_of = yaml.safe_load((Path(__file__).parent / "snapshot.yaml").read_text("utf-8"))
    kinds = {FORCE: "force", "X99000023": "unmatched", "X98000023": "unmatched"}
    return rows_of | {
        "observation": observations(),
        "area": [
            {
                "area_code": code,
                "area_name": name,
                "area_type": kinds.get(code, "district"),
                "parent_code": FORCE if code[:3] in {"E06", "E07"} else None,
            }
            for code, name in NAMES.items()
        ],
        "calendar": [
            {"month_start_date": start, "month_end_date": end, "day_count": end.day}
            for start, end in (month(index) for index in range(30))
        ],
    }


def quoted(text):
    """Write a text inside quotation marks of SQL."""
    return text.replace("'", "''")


def write(folder, rows_of, snapshot_id=SNAPSHOT_ID):
    """Write the three files of a snapshot and name it in CURRENT.json."""
    home = folder / "snapshots" / snapshot_id
    home.mkdir(parents=True)
    for audience in AUDIENCES:
        with duckdb.connect(home / f"{audience}.duckdb") as connection:
            connection.execute("begin")  # each of some 400 statements would wait for the disk
            for table in (t for t in TABLES if audience in t.audiences):
                columns = ", ".join(f'"{name}" {kind}' for name, (kind, _) in table.columns.items())
                comments = [f"comment on table {table.name} is '{quoted(table.comment)}'"]
                comments += [
                    f"comment on column {table.name}.\"{name}\" is '{quoted(comment)}'"
                    for name, (_, comment) in table.columns.items()
                ]
                connection.execute("; ".join([f"create table {table.name} ({columns})", *comments]))
                names = list(table.columns)
                values = [[row.get(name) for name in names] for row in rows_of.get(table.name, [])]
                if values:
                    marks = ", ".join([f"({', '.join('?' for _ in names)})"] * len(values))
                    connection.execute(
                        f"insert into {table.name} values {marks}",
                        [cell for row in values for cell in row],
                    )
            connection.execute("update snapshot set audience = ?, snapshot_id = ?",
                               [audience, snapshot_id])  # fmt: skip
            connection.execute("commit")
    (folder / "CURRENT.json").write_text(json.dumps({"snapshot_id": snapshot_id}))
    return folder


@pytest.fixture
def snapshot_tables():
    """A fresh copy of every table's rows, for a test to change before it publishes."""
    return tables()


@pytest.fixture
def publish(tmp_path):
    """Publish the rows a test gives; return the folder."""

    def publish(rows_of, snapshot_id=SNAPSHOT_ID):
        return write(tmp_path / "published", rows_of, snapshot_id)

    return publish


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory):
    """A published folder with one synthetic snapshot; read it, do not change it."""
    return write(tmp_path_factory.mktemp("site") / "published", tables())


@pytest.fixture(scope="session")
def registers():
    """The rows of the plan's registers, of what was revised and of the crimes by age."""
    return yaml.safe_load((Path(__file__).parent / "registers.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def whole_folder(tmp_path_factory, registers):
    """A published folder whose registers hold something; read it, do not change it."""
    rows_of = tables()
    return write(tmp_path_factory.mktemp("whole") / "published", rows_of | registers)


@pytest.fixture(scope="session")
def whole(whole_folder):
    """The pages of that snapshot, for the board."""
    return create_app(whole_folder, "board").test_client()


@pytest.fixture(scope="session")
def analyst(whole_folder):
    """The pages of that snapshot, for the office's analysts."""
    return create_app(whole_folder, "restricted").test_client()


@pytest.fixture(scope="session")
def words_of():
    """Read a page as one line of words, without its markup."""

    def words_of(client, address):
        response = client.get(address)
        assert response.status_code == 200, address
        body = re.sub(
            r"<script.*?</script>|<svg.*?</svg>",
            " ",
            response.text.replace("<wbr>", ""),
            flags=re.S,
        )
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    return words_of


@pytest.fixture
def published(published_folder):
    """The snapshot as the board sees it."""
    published = Published(published_folder, "board")
    yield published
    published.close()


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium; for a module at a time, as Playwright keeps an event loop running."""
    if CHROMIUM is None:
        missing("No Chromium is installed, so no page was opened in a browser.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
