"""`python -m benchmarks`: the engine against a bare DuckDB load of the same files, in one run."""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import duckdb

from benchmarks.memory import Peak
from benchmarks.site import Bench, Timing, make_site, real_data
from benchmarks.street import FORCES, StreetFiles

REPOSITORY = Path(__file__).parents[1]
FIRST_LOAD_GOAL, NEW_MONTH_GOAL, METRICS_GOAL, MEMORY_GOAL_GB = 3, 30, 3, 2
# Text but for the place: the types a bare load by someone who knows the files would name.
BARE_TYPES = {
    "Crime ID": "varchar",
    "Month": "varchar",
    "Reported by": "varchar",
    "Falls within": "varchar",
    "Longitude": "double",
    "Latitude": "double",
    "Location": "varchar",
    "LSOA code": "varchar",
    "LSOA name": "varchar",
    "Crime type": "varchar",
    "Last outcome category": "varchar",
    "Context": "varchar",
}
IMPORTS = "import dagster, pipelines.assemble"


@click.command()
@click.option("--rows", default=5_000_000, show_default=True, help="Street rows of the first load.")
@click.option("--months", default=96, show_default=True, help="Months of the first load.")
@click.option("--repeats", default=3, show_default=True, help="Times each short step is repeated.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to work; kept afterwards.")
@click.option("--as-json", is_flag=True, help="Print one JSON object instead of the table.")
def main(rows: int, months: int, repeats: int, folder: Path | None, as_json: bool) -> None:
    """Measure the engine on street files made for this run."""
    work = folder or Path(tempfile.mkdtemp(prefix="pcplan-bench-"))
    try:
        found = measure(work, rows, months, repeats)
    finally:
        if folder is None:
            shutil.rmtree(work, ignore_errors=True)
    click.echo(json.dumps(found, indent=1) if as_json else table(found))


def measure(work: Path, rows: int, months: int, repeats: int) -> dict[str, object]:
    """Make the files, run the nights, and set them beside the bare load."""
    imports = median(lambda: seconds_of(IMPORTS), repeats)
    say("making files")
    site, models = make_site(work / "site", REPOSITORY)
    bench = Bench(site)
    per_file = max(1, rows // (months * len(FORCES)))
    landing = site.landing / "police_uk_street"
    files = StreetFiles(models, bench.places(), per_file)
    bench.close()
    shutil.rmtree(site.warehouse_file.parent)  # so that the first load begins from nothing
    bench = Bench(site)
    peak = Peak()
    written = files.write(landing, 0, months, lambda n, of: say(f"making files: month {n} of {of}"))
    size = sum(path.stat().st_size for path in written)
    say("bare load")
    bare = [bare_load(written, work / "bare.duckdb")]
    peak.take()
    say("first load")
    first = bench.night(publish=True)
    first_peak = peak.take()
    later: list[Timing] = []
    for number in range(repeats):
        files.write(landing, months + number, 1)
        say(f"new month {number + 1} of {repeats}")
        later.append(bench.night(publish=True))
    later_peak = peak.take()
    say("nothing new")
    nothing = median(lambda: bench.night(publish=False).load, repeats)
    scan = median(bench.scan, repeats)
    peak.close()
    bench.close()
    files.close()
    say("bare load")
    bare += [bare_load(written, work / "bare.duckdb") for _ in range(repeats - 1)]
    one_month = median(lambda: bare_load(written[-len(FORCES) :], work / "bare.duckdb"), repeats)
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load "
        + (f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"),
        "source": "real files" if real_data(REPOSITORY) else "demonstration files",
        "files": len(written),
        "rows": first.rows,
        "megabytes": size / 1e6,
        "imports": imports,
        "bare": statistics.median(bare),
        "bare_month": one_month,
        "first": parts(first),
        "month": {
            name: statistics.median(parts(one).get(name, 0.0) for one in later)
            for name in parts(first)
        },
        "nothing": nothing,
        "scan": scan,
        "first_peak": first_peak,
        "month_peak": later_peak,
        "not_good": sorted({line for one in (first, *later) for line in one.not_good}),
    }


def parts(timing: Timing) -> dict[str, float]:
    """Name what one night's seconds went on."""
    names = ("raw", "reference", "core", "metrics", "checks")
    return {
        "touched": timing.touched,
        **{name: timing.by.get(name, 0.0) for name in names},
        "load": timing.load,
        "publication": timing.publication,
    }


def bare_load(files: list[Path], target: Path) -> float:
    """Time a bare `create table as` of the same files into a new database file."""
    target.unlink(missing_ok=True)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in BARE_TYPES.items())
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    started = time.perf_counter()
    with duckdb.connect(str(target)) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            f"create table street as select * from read_csv([{listed}], header = true, "
            f"auto_detect = false, delim = ',', quote = '\"', columns = {{{columns}}})"
        )
    taken = time.perf_counter() - started
    target.unlink()
    return taken


def seconds_of(code: str) -> float:
    """Time a fresh Python that runs this and ends."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)
    return time.perf_counter() - started


def median(action: Callable[[], float], times: int) -> float:
    """Repeat and take the middle."""
    return statistics.median(action() for _ in range(times))


def say(text: str) -> None:
    """Tell the one who waits, apart from the result."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def table(found: dict[str, object]) -> str:
    """Lay the figures out as one table."""
    first, month = found["first"], found["month"]
    assert isinstance(first, dict)
    assert isinstance(month, dict)
    bare, nothing = float(str(found["bare"])), float(str(found["nothing"]))
    scan = float(str(found["scan"]))
    ratio, cheaper = first["load"] / bare, first["load"] / month["load"]
    peak = float(str(found["first_peak"]))
    lines = [
        f"{found['machine']}",
        f"{found['rows']:,} street rows in {found['files']} files "
        f"({found['megabytes']:,.0f} MB), made from {found['source']}",
        "",
        f"{'seconds':34}{'first load':>12}{'new month':>12}",
    ]
    words = {
        "touched": "find what is touched",
        "raw": "intake of street files",
        "reference": "other raw tables",
        "core": "core tables",
        "metrics": "metrics",
        "checks": "checks",
        "load": "load, checks included",
        "publication": "publication",
    }
    lines += [f"{words[name]:34}{first[name]:12.2f}{month[name]:12.2f}" for name in words]
    lines += [
        f"{'bare create table as select':34}{bare:12.2f}{found['bare_month']:12.2f}",
        "",
        f"{'process start and imports':34}{found['imports']:12.2f}",
        f"{'nothing new':34}{nothing:12.3f}",
        f"{'one scan of the core table':34}{scan:12.3f}",
        "",
        f"first load against bare: {ratio:.2f} times ({verdict(ratio <= FIRST_LOAD_GOAL)} "
        f"{FIRST_LOAD_GOAL})",
        f"new month: {cheaper:.0f} times cheaper than the first load "
        f"({verdict(cheaper >= NEW_MONTH_GOAL)} {NEW_MONTH_GOAL})",
        f"metrics against one scan of the core table: {first['metrics'] / scan:.1f} times "
        f"({verdict(first['metrics'] <= METRICS_GOAL * scan)} {METRICS_GOAL})",
        f"peak memory: {peak:.2f} GB in the first load, {found['month_peak']:.2f} GB in a new month "
        f"({verdict(peak <= MEMORY_GOAL_GB)} {MEMORY_GOAL_GB} GB)",
    ]
    not_good = found["not_good"]
    assert isinstance(not_good, list)
    lines += [f"not good: {line}" for line in not_good]
    return "\n".join(lines)


def verdict(met: bool) -> str:
    """Say whether a goal is met."""
    return "meets the goal of" if met else "misses the goal of"


if __name__ == "__main__":
    main()
