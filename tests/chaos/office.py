"""A small office whose nights are quick enough to be disturbed a thousand times, and its proofs."""

import datetime as dt
import hashlib
import os
import shutil
import zipfile
from functools import lru_cache

import duckdb

from dashboards.web.current import CurrentReader
from pipelines import assemble
from pipelines.build.builder import Builder
from pipelines.catalogue.lineage import tables_read
from pipelines.nightly import night
from pipelines.papers.night_artefacts import NightArtefacts
from pipelines.publish.publish import Publisher
from pipelines.publish.snapshot_tables import SnapshotTables
from pipelines.retention import keeping
from pipelines.site import lock
from pipelines.site.plan import read_plan
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from tests.conftest import ROOT
from tests.pipelines.conftest import CRIME_COUNT, Office, crime_feed

BUSINESS_DATE = dt.date(2019, 12, 18)
IS_LONG = os.environ.get("PCPLAN_CHAOS") == "long"
CORE = "-- Crime counts.\n\nselect month_start_date, force_code, crime_count from raw.crime\n"
# Enough of a snapshot for its readers; all forty tables would make each night twice as long.
PUBLISHED = (
    *("snapshot", "observation", "metric", "figure_register", "revision", "delivery"),
    *(("feed_status", "table_state", "plan_theme") if IS_LONG else ()),
)
# What differs between two nights that do the same: when they ran, and what they were called.
OF_THE_RUN = {"snapshot_id", "published_at", "received_at", "last_delivery_at"}


class _FewTables(SnapshotTables):
    """Computes every table as always, and lets only some be written."""

    def prepare(self, snapshot_id, published_at):
        super().prepare(snapshot_id, published_at)
        self.schema = [table for table in self.schema if table.name in PUBLISHED]


class ChaosOffice(Office):
    """Two feeds (a plain file; odd ones in zips), one measure, and a whole night in one call."""

    def __init__(self, folder, *, papers=False, keeps=False):
        if (folder / "site").is_dir():
            self.folder, self.root, self.assets = folder, folder / "site", folder / "assets"
            self.suites = {}
        else:
            super().__init__(folder)
            shutil.copytree(ROOT / "assets" / "plan", self.root / "plan")
            self.core("crime", CORE)
            self.metric("crime_count", CRIME_COUNT, more='roll_up = ["calendar_year"]\n')
        self.feeds = [crime_feed("crime"), crime_feed("search")]
        self.papers, self.keeps = papers, keeps

    def deliver_night(self, number):
        """Deliver what a night finds: a file revised, and a zip with one that is read by record."""
        self.deliver("crime/counts.csv", counts(100 + number, 2 + number))
        odd = counts(5 + number, 11).replace("E23000023,", '"E23000023",') + "total,,99\n"
        path = self.root / "landing" / "search" / f"packed-{number}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("counts.csv", odd + "2019-12,London,7\n")

    def run(self, date=BUSINESS_DATE):
        """Run one whole night as the nightly does, without Dagster; return the snapshot's id."""
        with lock.hold(self.site):
            night.forget_left_overs(self.site)
            catalogue, plan = self.catalogue(), _plan()
            if self.keeps:
                keeping.before_night(self.site, date, catalogue)
            with Warehouse(self.site) as warehouse:
                builder = Builder(warehouse, catalogue, date)
                for name in night.touched(warehouse, catalogue, builder):
                    builder.build(name)
                tables = _FewTables(
                    warehouse, catalogue, plan, date,
                    assemble.published_schema(), assemble.published_queries(), builder.build_own,
                )  # fmt: skip
                made = NightArtefacts(self.site, plan, date) if self.papers else None
                snapshot_id = Publisher(tables, made).publish()
            if self.keeps:
                keeping.after_night(self.site, date, catalogue)
            return snapshot_id

    def copy(self, folder):
        """Copy the office, site and queries, to start again from."""
        shutil.copytree(self.folder, folder)
        return ChaosOffice(folder, papers=self.papers, keeps=self.keeps)

    def remove(self):
        """Remove the office."""
        shutil.rmtree(self.folder)

    def size(self):
        """Count the office's bytes as they lie on a disk, in whole pages."""
        return sum(-(-path.stat().st_size // 4096) * 4096 for path in self.folder.rglob("*"))

    def left_over(self):
        """List what a night left half-written."""
        return [
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.name.endswith((".partial", ".wal")) or path.parent.name == "unpacked"
        ]

    def content(self):
        """Prove the current snapshot, and fingerprint its tables apart from what is of the run.

        In the short form its bytes alone are proved to be those that were published.
        """
        snapshot = snapshots.find(self.site.published)
        assert snapshots.verify(snapshot, read_tables=IS_LONG) == []
        return content_of(snapshot.folder / "restricted.duckdb")

    def served(self):
        """Read the current snapshot as the dashboards do: its id, and whether it is kept back."""
        reader = CurrentReader(self.site.published, "board").reader()
        try:
            assert reader.published.rows("select count(*) as n from observation")[0]["n"] > 0
            return reader.published.snapshot_id, reader.is_kept_back
        finally:
            reader.published.close()


@lru_cache(maxsize=1)
def _plan():
    return read_plan(ROOT / "assets" / "plan")


def preload():
    """Read what every night reads, once, before a process is forked for each."""
    tables_read("select 1")  # at its first parameter DuckDB imports pandas
    _plan()
    assemble.published_schema()
    assemble.published_queries()


def counts(base, months):
    """Write a delivery: a count for each of some months."""
    lines = [f"2019-{n:02d}-01,E23000023,{base + n}" for n in range(1, months + 1)]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


def content_of(path):
    """Fingerprint each table of a published file, apart from what is of the run."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("show tables").fetchall()]
        for name in names:
            columns = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
            kept = ", ".join(f'"{column}"' for column in sorted(columns - OF_THE_RUN))
            rows = connection.execute(f"select {kept} from {name}").fetchall()
            found[name] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
    return found
