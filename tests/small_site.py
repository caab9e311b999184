"""One small site and an installation of three tables for it, and nights run on them.

What a night proves of locks, kills, pointers and Dagster does not depend on how many tables it
builds; one night of the whole installation is in tests/test_demonstration.py.
"""

import shutil

import duckdb

from pipelines.site.site import Site
from snapshot import snapshots
from tests import forked
from tests.forked import ROOT

NIGHT = (
    "import sys; from pipelines.site.site import Site; from pipelines.nightly.run import run_night; "
    + ("print(run_night(Site.find(sys.argv[1])).snapshot_id)")
)
DEMAND = "date,area_code,demand_type,count\n"


def deliver_demand(root, month, count):
    """Deliver one month of one kind of demand."""
    path = root / "landing" / "police_demand" / f"police_demand_{month}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{month}-{day:02d},E23000023,incident,{count}\n" for day in range(1, 29)]
    path.write_text(DEMAND + "".join(rows), encoding="utf-8")


def start(root):
    """Start a nightly in a process of its own, as the scheduler does."""
    return forked.Forked(NIGHT, root)


def run(root):
    """Run a nightly to its end; return the snapshot it published, or None."""
    done = forked.run(NIGHT, root)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.strip().splitlines()[-1]
    return None if last == "None" else last


def incidents(root, month):
    """The figure that the current snapshot gives for one month of incidents, or None."""
    path = snapshots.find(Site(root).published).folder / "board.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select numerator from observation where metric_id = 'incidents_per_day' "
            "and period_type = 'month' and period_start_date = ?::date and area_code = 'E23000023'",
            [f"{month}-01"],
        ).fetchall()
    return rows[0][0] if rows else None


def make_site(root):
    """A site with one month of its one small feed delivered."""
    (root / "landing").mkdir(parents=True)
    (root / "state").mkdir()
    shutil.copytree(ROOT / "assets" / "plan", root / "plan")
    (root / "site.toml").write_text('force_code = "E23000023"\n', encoding="utf-8")
    deliver_demand(root, "2019-01", 10)
    return root
