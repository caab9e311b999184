"""What `pcplan doctor` looks at that keeps a site safe: clock, keys, files, backup, and its form."""

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipelines.audit.log import AuditLog
from pipelines.audit.verify import entries
from pipelines.errors import SnapshotError
from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.nightly import missed_nights
from pipelines.retention import upgrade
from pipelines.settings.secrets import is_open_to_others
from pipelines.site.site import Site
from snapshot import snapshots

CLOCK_TOLERANCE = dt.timedelta(seconds=30)
BACKUP_EVERY = dt.timedelta(days=8)
MOST_FILES = 20_000
SHOWN = 3
WRITTEN = ("landing", "warehouse", "published", "papers_out", "state")
READ = ("plan", "metrics", "papers")


def folders(site: Site) -> Verdict:
    """Try in each folder what a night does there: make a file, move it, remove it; or read."""
    wrong = []
    for name in WRITTEN:
        try:
            _try_out(site.root / name)
        except OSError as error:
            wrong.append(f"{name}/ ({error.strerror})")
    if wrong:
        return look(
            f"cannot write in {', '.join(wrong)}",
            "Make the folder, or give the account that runs pcplan the right to write in it.",
        )
    try:
        for path in (path for name in READ for path in (site.root / name).rglob("*")):
            if path.is_file():
                path.open("rb").close()
    except OSError as error:
        return look(
            f"{error.filename}: cannot be read ({error.strerror})",
            "Give the account that runs pcplan the right to read it.",
        )
    foreign = [path for path in _own_files(site) if not os.access(path, os.W_OK)]
    if foreign:
        shown = ", ".join(path.relative_to(site.root).as_posix() for path in foreign[:SHOWN])
        return look(
            f"{len(foreign)} files of pcplan's cannot be written by this account, among them {shown}",
            "Another account ran pcplan here. Give the files back to the account of the service "
            f"(on Linux: chown -R pcplan: {site.root}).",
        )
    return well("all can be written")


def _try_out(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".pcplan-doctor-") as made:
        trial, moved = Path(made) / "trial", Path(made) / "moved"
        trial.write_bytes(b"trial")
        trial.replace(moved)
        moved.unlink()


def _own_files(site: Site) -> Iterator[Path]:
    """List the files that a night must be able to replace or write on."""
    count = 0
    for folder in (site.warehouse_file.parent, site.state):
        for path in folder.rglob("*"):
            if path.is_file():
                yield path
                count += 1
            if count >= MOST_FILES:
                return


def clock(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether the clock agrees with the disk's, and with what was done before."""
    at = at or missed_nights.now()
    today = site.business_date(now=at)
    with tempfile.NamedTemporaryFile(dir=site.state, prefix=".pcplan-doctor-") as file:
        written = dt.datetime.fromtimestamp(Path(file.name).stat().st_mtime, dt.UTC)
    if abs(written - at) > CLOCK_TOLERANCE:
        return look(
            f"the clock of the machine and that of the disk differ by {abs(written - at)}: now it is "
            f"{at:%Y-%m-%d %H:%M:%S} UTC, but a file written now is dated {written:%Y-%m-%d %H:%M:%S}",
            "Have both set by the network (on Linux: timedatectl set-ntp true).",
        )
    with contextlib.suppress(SnapshotError):
        snapshot = snapshots.current(site.published)
        published = snapshot and dt.datetime.fromisoformat(snapshot.manifest["published_at"])
        if published and published > at + CLOCK_TOLERANCE:
            return look(
                f"the current snapshot was published at {published:%Y-%m-%d %H:%M} UTC, which is yet "
                "to come",
                "The clock was wrong then, or is now. Set it by the network, then run "
                "`pcplan nightly`.",
            )
    ahead = [line for line in missed_nights.read(site) if line.how != missed_nights.ASKED
             and line.event in missed_nights.DONE and line.business_date > today]  # fmt: skip
    if ahead and not site.is_demonstration:
        return look(
            f"the last night was of {ahead[-1].business_date}, but today is {today}",
            "The clock was ahead then, or is behind now. Set it by the network; nights go on from "
            "the right date by themselves.",
        )
    local = at.astimezone(site.time_zone)
    return well(f"agrees with the disk's; here it is {local:%Y-%m-%d %H:%M} {site.time_zone}")


def keys(site: Site) -> Verdict:
    """Look whether the keys (of the audit log, of cookies) are for their owner alone."""
    folder = site.state / "keys"
    files = (
        [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
    )
    if not files:
        return well("there are none yet; each is made when first needed")
    names = f"{len(files)} ({', '.join(path.name for path in files)})"
    unreadable = [path for path in files if not os.access(path, os.R_OK)]
    if unreadable:
        return look(
            f"{unreadable[0]} cannot be read by this account",
            "Give it to the account that runs pcplan, and to no other.",
        )
    if os.name == "nt":
        return well(f"{names} can be read")
    open_to = [path for path in files if is_open_to_others(path)]
    if open_to:
        shown = " ".join(str(path) for path in open_to)
        return look(
            f"{', '.join(path.name for path in open_to)} can be read by other accounts",
            f"Run: chmod 600 {shown}. Then make new ones: `pcplan audit rotate-key` for the audit "
            "log; for cookies remove the file, and everybody logs in again.",
        )
    return well(f"{names}, for their owner alone")


def backup(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look how old the last backup is, by the audit log."""
    if site.is_demonstration:
        return well("is not needed: a demonstration site can be made again")
    if not snapshots.is_anything_published(site.published):
        return well("is not needed before the first snapshot")
    made = [entry.at for entry in entries(AuditLog.of(site).folder) if entry.action == "backup"]
    remedy = "Run `pcplan backup`, keep the file on another machine, and have that done every week."
    if not made:
        return look("none was ever made", remedy)
    last = dt.datetime.fromisoformat(made[-1])
    age = (at or missed_nights.now()) - last
    if age > BACKUP_EVERY:
        return look(f"the last was made {age.days} days ago", remedy)
    return well(f"the last was made on {last.astimezone(site.time_zone):%Y-%m-%d %H:%M}")


def form(site: Site) -> Verdict:
    """Look whether the site is of the form that this pcplan keeps."""
    advice = upgrade.advice(site)
    if advice:
        return look(
            advice.split(" What is published")[0], "Run `pcplan backup`, then `pcplan upgrade`."
        )
    return well("is the one that this pcplan keeps")
