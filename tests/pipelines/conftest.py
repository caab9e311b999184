"""A small office for tests of the engine: feeds, queries and promises written in the test itself."""

import datetime as dt
import shutil

import duckdb
import pytest

from pipelines import assemble
from pipelines.build.builder import Builder
from pipelines.catalogue.catalogue import read_catalogue
from pipelines.contract.feed import Column, Feed, Layout
from pipelines.nightly import night
from pipelines.publish.publish import Publisher
from pipelines.publish.snapshot_tables import SnapshotTables
from pipelines.site.site import Site
from pipelines.site.written.published import read_plan_of
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from tests.conftest import ROOT

BUSINESS_DATE = dt.date(2019, 12, 18)

CORE = "-- Crimes.\n\nselect month_start_date, force_code, crime_count from raw.crime\n"
CRIME_COUNT = """select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(crime_count)::bigint as numerator,
from core.crime
group by all"""
HEADED = """/* metric
title = "Crimes"
definition = "Crimes recorded in the month."
theme = "communities"
objective_id = "C1"
unit = "count"
better_when = "lower"
basis = "flow"
population = "Crimes"
geography = "Police force area"
numerator_name = "Crimes"
numerator_unit = "offence"
aggregation = "sum"
frequency = "month"
lag_months = 1
publisher = "The force"
owner = "Analyst, OPCC"
caveats = []
{more}*/

{query}
"""


def crime_feed(feed_id="crime", **changes):
    """A feed of counts by month and force; a month of a force is revised whole."""
    given = {
        "table": feed_id,
        "columns": (
            Column("month_start_date", ("Month",), type="date", nullable=False),
            Column("force_code", ("Force",), pattern=r"E23\d{6}", nullable=False),
            Column("crime_count", ("Crimes",), type="bigint", number=True, nullable=False),
            Column("note", ("Note",), required=False),
        ),
        "partition_by": ("month_start_date", "force_code"),
        "month": "month_start_date",
        "ignore": (r"total.*",),
        "always_ends_with_newline": False,
        "file_patterns": (r".*\.csv",),
    }
    return Feed(
        feed_id=feed_id,
        title="Crime counts",
        supplier="The force",
        owner="Analyst",
        cadence="monthly",
        due_days=5,
        rights="OFFICIAL",
        layouts=(Layout(**(given | changes)),),
    )


class Office:
    """One site with its own catalogue; each night is what the nightly does, without Dagster."""

    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "site"
        self.assets = folder / "assets"
        for path in (self.root / "landing", self.assets / "core", self.assets / "metrics"):
            path.mkdir(parents=True)
        (self.root / "site.toml").write_text('force_code = "E23000023"\n', encoding="utf-8")
        self.feeds = [crime_feed()]
        self.suites = {}

    @property
    def site(self):
        return Site(self.root)

    def deliver(self, name, content):
        path = self.root / "landing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def core(self, name, query):
        (self.assets / "core" / f"{name}.sql").write_text(query, encoding="utf-8")

    def metric(self, name, query, more=""):
        path = self.assets / "metrics" / f"{name}.sql"
        path.write_text(HEADED.format(query=query, more=more), encoding="utf-8")

    def promise(self, table, *expectations):
        """Give a table a suite."""
        self.suites[table] = [one for some in expectations for one in some]

    def catalogue(self):
        return read_catalogue(self.feeds, self.assets, self.suites)

    def night(self, business_date=BUSINESS_DATE, *, full=False):
        """Build what is touched; return each table's result by name."""
        with Warehouse(self.site) as warehouse:
            catalogue = self.catalogue()
            builder = Builder(warehouse, catalogue, business_date, full=full)
            names = night.touched(warehouse, catalogue, builder, full=full)
            return {name: builder.build(name) for name in names}

    def publish(self, business_date=BUSINESS_DATE, times=1):
        """Publish what the warehouse holds, with the plan and the schema that ship."""
        plan = self.root / "plan"
        if not plan.is_dir():
            shutil.copytree(ROOT / "assets" / "plan", plan)
        with Warehouse(self.site) as warehouse:
            catalogue = self.catalogue()
            builder = Builder(warehouse, catalogue, business_date)
            tables = SnapshotTables(
                warehouse,
                catalogue,
                read_plan_of(self.site),
                business_date,
                assemble.published_schema(),
                assemble.published_queries(),
                builder.build_own,
            )
            return [Publisher(tables).publish() for _ in range(times)][-1]

    def published(self, query, audience="board"):
        """Read the current snapshot as any reader would."""
        path = snapshots.find(self.site.published).folder / f"{audience}.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def rows(self, query, parameters=()):
        with Warehouse(self.site) as warehouse:
            return warehouse.rows(query, parameters)

    def account(self, name):
        """The ledger's line about one file: state, in file, loaded, rejected, ignored, reason."""
        ((state, given, loaded, rejected, ignored, reason),) = self.rows(
            "select state, rows_in_file, rows_loaded, rows_rejected, rows_ignored, reason "
            "from quality.delivery where file_name = ?",
            [name],
        )
        assert given == loaded + rejected + ignored, "records in file = loaded + rejected + ignored"
        return state, given, loaded, rejected, ignored, reason or ""


@pytest.fixture
def office(tmp_path):
    """A site with one feed of monthly crime counts, and nothing delivered yet."""
    return Office(tmp_path)
