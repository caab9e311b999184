"""The independent checker: passes a snapshot as published, and finds whatever was done to it."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile

import duckdb
import pytest

from snapshot import snapshots
from tests.conftest import ROOT
from tests.pipelines.conftest import HEADED, Office
from tools.check_snapshot import AUDIENCES, examine

CORE = "-- Crimes.\n\nselect month_start_date, force_code, crime_count, note from raw.crime\n"
COUNTED = """select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    note as breakdown_value,
    sum(crime_count)::bigint as numerator,
from core.crime
group by all"""
SHARED = """select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(crime_count) filter (note = 'A')::bigint as numerator,
    sum(crime_count)::bigint as denominator,
from core.crime
group by all"""
# B of February is 3 people: it is hidden, and C with it, for the total would give it away.
PEOPLE = {1: (20, 11, 9), 2: (21, 3, 9), 3: (22, 12, 9), 4: (23, 13, 9)}


def delivered(months):
    lines = [
        f"2019-{month:02d}-01,E23000023,{count},{note}"
        for month in months
        for note, count in zip("ABC", PEOPLE[month], strict=True)
    ]
    return "Month,Force,Crimes,Note\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that publishes a count of people in three parts, and a share of them."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.core("crime", CORE)
    made.metric(
        "people_count",
        COUNTED,
        more='breakdown = "note"\nbreakdown_note = "Parts."\ndisclosure = "people"\n'
        'roll_up = ["quarter"]\n',
    )
    share = HEADED.format(query=SHARED, more='denominator_name = "All"\n')
    share = share.replace('unit = "count"', 'unit = "percent"').replace(
        'numerator_unit = "offence"', 'numerator_unit = "offence"\ndenominator_unit = "offence"'
    )
    (made.assets / "metrics" / "share_rate.sql").write_text(share, encoding="utf-8")
    made.deliver("crime/a.csv", delivered([1, 2]) + "2019-02-01,E23000023,many,C\n")
    with zipfile.ZipFile(made.root / "landing" / "crime" / "b.zip", "w") as archive:
        archive.writestr("b.csv", delivered([3, 4]))
    made.night()
    made.publish()
    return made


@pytest.fixture
def copy(office, tmp_path):
    """A copy of the site's published folder and landing, to do things to."""
    shutil.copytree(office.root / "published", tmp_path / "published")
    shutil.copytree(office.root / "landing", tmp_path / "landing")
    return tmp_path


def folder_of(copy):
    return copy / "published" / "snapshots" / snapshots.current_id(snapshots_site(copy).published)


def snapshots_site(copy):
    return type("Copy", (), {"published": copy / "published"})()


def change(copy, query, audiences=AUDIENCES):
    """Change files of a snapshot and write a manifest that says so, as a forger would."""
    folder = folder_of(copy)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for audience in audiences:
        file = folder / f"{audience}.duckdb"
        with duckdb.connect(str(file)) as connection:
            restricted = folder / "restricted.duckdb"
            if audience != "restricted":
                connection.execute(f"attach '{restricted}' as restricted (read_only)")
            connection.execute(query)
            said = manifest["files"][file.name]["tables"]
            said |= {
                table: rows_and_print(connection, table)
                for (table,) in connection.execute(
                    "select table_name from duckdb_tables() "
                    "where database_name = current_database()"
                ).fetchall()
                if table in query or table not in said
            }
        manifest["files"][file.name] = {
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "bytes": file.stat().st_size,
            "tables": said,
        }
    path.write_text(json.dumps(manifest), encoding="utf-8")


def rows_and_print(connection, table):
    row = connection.execute(
        f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {table} as t"
    ).fetchone()
    return dict(zip(("rows", "fingerprint"), row, strict=True))


def test_a_snapshot_as_it_was_published_passes_with_its_landing(copy):
    assert examine(folder_of(copy), copy / "landing") == []
    hidden = "select breakdown_value from restricted.observation as r where value is not null "
    hidden += "and metric_id = 'people_count' and not exists (from board.observation as b where "
    hidden += "b.metric_id = r.metric_id and b.breakdown_value is not distinct from "
    hidden += "r.breakdown_value and b.period_start_date = r.period_start_date "
    hidden += "and b.period_type = r.period_type) and period_type = 'month' order by all"
    with duckdb.connect() as connection:
        for audience in ("restricted", "board"):
            path = folder_of(copy) / f"{audience}.duckdb"
            connection.execute(f"attach '{path}' as {audience} (read_only)")
        assert connection.execute(hidden).fetchall() == [("B",), ("C",)], "the scene is as told"


FEBRUARY = "period_start_date = date '2019-02-01' and period_type = 'month'"
HIDDEN = (
    "insert into {0} by name select * from restricted.{0} "
    "where metric_id = 'people_count' and breakdown_value = '{1}' and " + FEBRUARY
)
TAMPERINGS = {
    "a share is another": (
        "update observation set value = value + 1, first_published_value = value + 1, upper = 100 "
        "where metric_id = 'share_rate'; "
        "update figure_register set value = value + 1 where metric_id = 'share_rate'",
        AUDIENCES,
        "not numerator over denominator",
    ),
    "a count is another": (
        "update observation set value = value + 1, first_published_value = value + 1 where "
        f"metric_id = 'people_count' and breakdown_value = 'A' and {FEBRUARY}; "
        "update figure_register set value = value + 1 where "
        f"metric_id = 'people_count' and breakdown_value = 'A' and {FEBRUARY}",
        AUDIENCES,
        "a count is not its numerator",
    ),
    "a part is another": (
        "update observation set numerator = numerator + 1, value = value + 1, "
        "first_published_value = value + 1, upper = 99 where metric_id = 'people_count' "
        "and breakdown_value = 'A' and period_start_date = date '2019-03-01'; "
        "update figure_register set value = value + 1 where metric_id = 'people_count' "
        "and breakdown_value = 'A' and period_start_date = date '2019-03-01'",
        AUDIENCES,
        "parts that add up to the total do not",
    ),
    "the board has a figure that nobody counted": (
        "insert into observation by name select * replace ('E23000024' as area_code) "
        "from observation where metric_id = 'share_rate'",
        ("board",),
        "board.observation holds rows that restricted has not",
    ),
    "the public sees what the board does not": (
        "insert into event by name select date '2019-01-01' as event_date, 'x' as text",
        ("public", "restricted"),
        "public.event holds rows that board has not",
    ),
    "three people are shown": (
        HIDDEN.format("observation", "B"), ("board",), "board.observation shows fewer than 5",
    ),
    "the register shows them": (
        HIDDEN.format("figure_register", "B"),
        ("public",),
        "public.figure_register.value shows fewer than 5",
    ),
    "the register shows what was hidden to protect them": (
        HIDDEN.format("figure_register", "C"),
        ("board",),
        "board.figure_register shows a figure that observation hides",
    ),
    "what was hidden to protect them stands there": (
        HIDDEN.format("observation", "C"), ("board",), "is its total less the other parts",
    ),
    "a suppressed figure has a value": (
        "update observation set state = 'suppressed' where metric_id = 'share_rate'",
        AUDIENCES,
        "state and value contradict each other",
    ),
    "a figure stands twice": (
        "insert into observation from observation where metric_id = 'share_rate'",
        AUDIENCES,
        "a figure stands more than once",
    ),
    "the register remembers another value": (
        "update figure_register set value = value + 7 where metric_id = 'share_rate'",
        AUDIENCES,
        "figure_register does not hold the figure",
    ),
    "the first published value is another": (
        "update observation set first_published_value = 99 where metric_id = 'share_rate'",
        AUDIENCES,
        "first_published_value is not the register's first",
    ),
    "the register comes from the future": (
        "update figure_register set snapshot_id = '29990101T000000Z-ffffff'",
        AUDIENCES,
        "figure_register is ahead of its snapshot",
    ),
    "a measure has lost its sources": (
        "delete from metric_source where metric_id = 'share_rate'",
        AUDIENCES,
        "metric has figures and no source",
    ),
    "a measure is gone and its figures are not": (
        "delete from metric where metric_id = 'share_rate'",
        AUDIENCES,
        "observation is of a measure that does not exist: 1",
    ),
    "a record is unaccounted for": (
        "update delivery set rows_loaded = rows_loaded - 1 where file_name = 'crime/a.csv'",
        AUDIENCES,
        "records in file are not loaded + rejected + ignored",
    ),
    "a feed counts otherwise than its deliveries": (
        "update feed_status set rows_rejected = 0", AUDIENCES, "does not add up its deliveries",
    ),
    "a delivery is of no feed": (
        "update delivery set feed_id = 'crimes'", AUDIENCES, "delivery is of a feed that does not",
    ),
    "the public has the rejected records": (
        "create table rejected_record as from restricted.rejected_record",
        ("public",),
        "public: holds rejected records, which board has not",
    ),
    "the board reads delivered values": (
        "update delivery set reason = 'Crimes ''many'' is not a number' where rows_rejected > 0",
        ("board", "public"),
        "quotes delivered values",
    ),
    "the file is for somebody else": (
        "update snapshot set audience = 'public'", ("restricted",), "unlike the manifest",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_a_forger_does_with_a_fitting_manifest_is_found(copy, what):
    query, audiences, words = TAMPERINGS[what]
    change(copy, query, audiences)
    wrong = examine(folder_of(copy))
    assert any(words in line for line in wrong), wrong
    assert not any("sha256" in line or "manifest says" in line for line in wrong), wrong


def test_bytes_rows_names_and_strays_are_held_against_the_manifest(copy):
    folder = folder_of(copy)
    path = folder / "manifest.json"
    whole = path.read_text("utf-8")
    said = json.loads(whole)
    said["files"]["board.duckdb"]["tables"]["metric"]["rows"] += 1
    said["files"]["public.duckdb"]["tables"]["metric"]["fingerprint"] = "7"
    said["files"]["public.duckdb"]["tables"]["more"] = {"rows": 0, "fingerprint": "0"}
    said["snapshot_id"] = "another"
    path.write_text(json.dumps(said), encoding="utf-8")
    (folder / "stray.txt").write_text("x")
    wrong = "\n".join(examine(folder))
    for words in (
        "is of snapshot another", "does not name: stray.txt", "the manifest says 3",
        "public.metric: its rows are not", "table more is in the manifest alone",
    ):  # fmt: skip
        assert words in wrong
    path.write_text(whole, encoding="utf-8")
    (folder / "stray.txt").unlink()
    content = bytearray((folder / "board.duckdb").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "board.duckdb").write_bytes(content)
    assert "board.duckdb: its sha256 is not the manifest's" in examine(folder)


@pytest.mark.parametrize("name", ["a.csv", "b.zip"])
def test_a_delivery_that_was_changed_after_it_was_read_is_found_in_landing(copy, name):
    path = copy / "landing" / "crime" / name
    if name == "b.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("b.csv", delivered([4, 3]))
    else:
        path.write_text(delivered([2, 1]))
    (line,) = examine(folder_of(copy), copy / "landing")
    assert line.startswith(f"landing/crime/{name}") and "not the file that the ledger holds" in line
    path.unlink()
    assert examine(folder_of(copy), copy / "landing") == [], "what was erased is no longer there"


def run(*words):
    script = str(ROOT / "tools" / "check_snapshot.py")
    return subprocess.run(
        [sys.executable, "-I", script, *map(str, words)], capture_output=True, text=True
    )


def test_the_script_runs_alone_and_its_exit_status_says_what_it_found(copy):
    ran = run(copy)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "every file, figure and delivery is as it says" in ran.stdout
    (folder_of(copy) / "public.duckdb").write_bytes(b"")
    ran = run(copy)
    assert (ran.returncode, ran.stderr) == (1, "") and "public.duckdb: has 0 bytes" in ran.stdout
    (copy / "published" / "CURRENT.json").write_text("{}")
    ran = run(copy)
    assert ran.returncode == 1 and "names no snapshot" in ran.stdout
    ran = run(copy / "landing")
    assert ran.returncode == 2 and "neither a site nor a snapshot" in ran.stdout


def test_it_shares_no_line_with_the_pipeline():
    text = (ROOT / "tools" / "check_snapshot.py").read_text("utf-8")
    imported = {line.split()[1].split(".")[0] for line in text.splitlines()
                if line.startswith(("import ", "from "))}  # fmt: skip
    assert imported - set(sys.stdlib_module_names) == {"duckdb"}
