"""`python -m benchmarks.readers`: many people reading during a nightly, beside a Dash app."""

import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.addresses import charts_of, data_of, pages_of

REPOSITORY = Path(__file__).parents[1]
COLD_GOAL, WARM_GOAL, API_GOAL, AT_ONCE_GOAL, FIRST_PAGE_GOAL = 300, 50, 100, 100, 150
LEAST_ADDRESSES = 1_000
CHARTS = 12
_BESIDE_A_PAGE = ("/static/site.css", "/static/icon.svg", "/static/charts.js")
_OF_A_DASH_PAGE = ("/", "/_dash-layout", "/_dash-dependencies")


@dataclass(frozen=True)
class Measured:
    """What one load took."""

    name: str
    milliseconds: tuple[float, ...]
    errors: int
    goal: float | None = None

    def share(self, percent: int) -> float:
        """Return the time that so many of a hundred requests kept within."""
        ordered = sorted(self.milliseconds) or [float("nan")]
        return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]

    @property
    def line(self) -> str:
        """Say it on a line of the table."""
        said = f"{self.name:44}{len(self.milliseconds):9,}{self.errors:8}"
        said += f"{statistics.median(self.milliseconds):10.1f}{self.share(95):10.1f}{self.share(99):10.1f}"
        return said + (
            f"  {verdict(self.share(95) < self.goal)} {self.goal:g}" if self.goal else ""
        )


@click.command()
@click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True),
    help="A site that has published; one is made otherwise.",
)
@click.option("--users", default=50, show_default=True, help="People who read.")
@click.option("--pause", default=2.0, show_default=True, help="Seconds between two pages of one.")
@click.option(
    "--seconds",
    default=20.0,
    show_default=True,
    help="Length of each load that is not over all addresses.",
)
@click.option("--without-nightly", is_flag=True, help="Leave the nightly out.")
@click.option("--as-json", is_flag=True, help="Print one JSON object instead of the table.")
def main(
    site: Path | None, users: int, pause: float, seconds: float, without_nightly: bool, as_json: bool
) -> None:  # fmt: skip
    """Measure the dashboards under load, on copies of a demonstration site."""
    work = Path(tempfile.mkdtemp(prefix="pcplan-readers-"))
    try:
        served, nightly = copies(site, work)
        found, facts = measure(served, None if without_nightly else nightly, users, pause, seconds)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    click.echo(as_object(found, facts) if as_json else table(found, facts))


def copies(site: Path | None, work: Path) -> tuple[Path, Path]:
    """Return a site to serve and one for the nightly to work on, both to be thrown away."""
    if site is None:
        say("making a demonstration site")
        site = work / "made"
        pcplan("init", "--demo", str(site))
        pcplan("nightly", "--site", str(site))
    served, nightly = work / "served", work / "nightly"
    shutil.copytree(site, nightly)
    shutil.copytree(site, served, ignore=shutil.ignore_patterns("warehouse", "landing"))
    return served, nightly


def measure(
    served: Path, nightly: Path | None, users: int, pause: float, seconds: float
) -> tuple[list[Measured], dict[str, float | str]]:
    """Run the loads one after another."""
    pages, data = pages_of(served / "published"), data_of(served / "published")
    draw = random.Random(6)
    draw.shuffle(pages)
    draw.shuffle(data)
    theme, charts = charts_of(served / "published", CHARTS)
    facts: dict[str, float | str] = {"addresses": len(pages), "users": users, "pause": pause}
    facts |= {"theme": theme, "charts": len(charts)}
    facts["beside"] = (
        "while a nightly rebuilds a copy of the site" if nightly else "without a nightly"
    )
    found = []

    def load(name: str, host: str, addresses: Sequence[str], goal: float | None = None,
             wait: float = pause, during: float | None = None) -> None:  # fmt: skip
        say(name)
        found.append(asked(name, host, addresses, users, wait, during, goal))

    port = free_port()
    serve = [*PCPLAN, "serve", "--site", str(served), "--port", str(port)]
    with running(serve, port) as host:
        with nights(nightly):
            load("pages, cold (each address once)", host, pages, COLD_GOAL)
            load("pages, warm (each address again)", host, pages, WARM_GOAL)
            few = data[: int(users / pause * seconds)]
            load("API, cold", host, few, API_GOAL)
            load("API, warm", host, few, API_GOAL)
        load(f"pages, warm, {users} at once", host, pages, AT_ONCE_GOAL, 0.0, seconds)
        load("our page of the charts, at once", host, [f"/theme/{theme}"], None, 0.0, seconds)
        facts["our_bytes"] = size(host, (f"/theme/{theme}", *_BESIDE_A_PAGE))
        facts["first_page_kb"] = size(host, ("/", *_BESIDE_A_PAGE)) / 1_000
    port = free_port()
    dash = [sys.executable, "-m", "benchmarks.dash_baseline", str(served / "published")]
    with running([*dash, str(port), *charts], port) as host:
        load("Dash's layout of them, at once", host, ["/_dash-layout"], None, 0.0, seconds)
        facts["dash_bytes"] = size(host, _OF_A_DASH_PAGE)
    return found, facts


PCPLAN = [sys.executable, "-m", "pipelines.cli"]


def pcplan(*arguments: str) -> None:
    """Run a command of ours; 1 means done, with something to say."""
    done = subprocess.run([*PCPLAN, *arguments], cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"pcplan {' '.join(arguments)}: {done.stderr.strip()}")


def asked(name: str, host: str, addresses: Sequence[str], users: int, pause: float,
          seconds: float | None, goal: float | None) -> Measured:  # fmt: skip
    """Let the users ask, in a process of their own."""
    orders = {"host": host, "addresses": list(addresses), "users": users, "pause": pause}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(orders | {"seconds": seconds}),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"{name}: the load could not be made: {done.stderr.strip()[-500:]}")
    requests = json.loads(done.stdout)
    wrong = sum(status != 200 for _, _, status, _ in requests)
    return Measured(name, tuple(taken for _, taken, _, _ in requests), wrong, goal)


@contextmanager
def running(command: list[str], port: int) -> Iterator[str]:
    """Run a server until the block ends; give its address once it answers and has warmed up."""
    server = subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 120
        while not answers(f"http://127.0.0.1:{port}/"):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{' '.join(command)}: did not begin to serve.")
            time.sleep(0.2)
        time.sleep(5)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def answers(address: str) -> bool:
    """Say whether anything is served there."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def nights(site: Path | None) -> Iterator[None]:
    """Run one full nightly after another until the block ends."""
    if site is None:
        yield
        return
    code = (
        "import subprocess, sys\n"
        "while True: subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)"
    )
    command = [*PCPLAN, "nightly", "--full", "--site", str(site)]
    night = subprocess.Popen([sys.executable, "-c", code, *command], cwd=REPOSITORY)
    time.sleep(8)  # until it is at work
    try:
        yield
    finally:
        end_all(night)


def end_all(process: subprocess.Popen[bytes]) -> None:
    """End a process that we began, and those that it began."""
    import psutil

    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for one in family:
        one.kill()
    psutil.wait_procs(family, timeout=30)


def size(host: str, addresses: Sequence[str]) -> float:
    """Add up the bytes that are sent for some addresses, compressed where the server does so."""
    total = 0
    for address in addresses:
        request = urllib.request.Request(host + address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=60) as response:
            total += len(response.read())
    return float(total)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def say(text: str) -> None:
    """Tell the one who waits, apart from the result."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def verdict(met: bool) -> str:
    """Say whether a goal is met."""
    return "meets" if met else "misses"


def table(found: list[Measured], facts: dict[str, float | str]) -> str:
    """Lay the figures out as one table."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    first, addresses = float(facts["first_page_kb"]), int(facts["addresses"])
    return "\n".join(
        [
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}",
            f"{facts['users']} people, a page every {facts['pause']} s each, over {addresses:,} "
            f"addresses ({verdict(addresses >= LEAST_ADDRESSES)} {LEAST_ADDRESSES:,}), {facts['beside']}",
            "",
            f"{'milliseconds':44}{'requests':>9}{'errors':>8}{'median':>10}{'p95':>10}{'p99':>10}"
            "  goal of p95",
            *(one.line for one in found),
            "",
            f"errors: {sum(one.errors for one in found)} "
            f"({verdict(not any(one.errors for one in found))} 0)",
            f"first page without plotly.js, compressed: {first:.0f} kB "
            f"({verdict(first < FIRST_PAGE_GOAL)} {FIRST_PAGE_GOAL} kB)",
            f"{facts['charts']} charts of the theme {facts['theme']}, without plotly.js: "
            f"{float(facts['our_bytes']) / 1_000:.0f} kB with tables, words and pictures; "
            f"{float(facts['dash_bytes']) / 1_000:.0f} kB by Dash, charts alone",
        ]
    )


def as_object(found: list[Measured], facts: dict[str, float | str]) -> str:
    """Write the figures for a program."""
    loads = [
        {"name": one.name, "requests": len(one.milliseconds), "errors": one.errors,
         "median": statistics.median(one.milliseconds), "p95": one.share(95), "p99": one.share(99),
         "goal": one.goal}
        for one in found
    ]  # fmt: skip
    return json.dumps({"loads": loads} | facts, indent=1)


if __name__ == "__main__":
    main()
